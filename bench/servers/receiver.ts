// A receiver of webhooks on loopback: reads the body, answers 204 (500 under /fail, nothing under /hang), and remembers when what arrived. Asked over
// IPC.
import { createServer } from 'node:http';

/** When the promotion that an event tells of arrived, and when it was made; milliseconds since 1970. */
export interface Arrival {
  readonly promotionId: string;
  readonly arrivedAt: number;
  readonly madeAt: number;
}

/** The answer to `report`. */
export interface ReceiverReport {
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly arrivals: readonly Arrival[];
}

const now = (): number => performance.timeOrigin + performance.now();
let count = 0;
let firstAt = 0;
let lastAt = 0;
let watching = false;
let arrivals: Arrival[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    lastAt = now();
    if (count === 0) firstAt = lastAt;
    count += 1;
    if (watching) note(Buffer.concat(chunks).toString(), lastAt);
    if (request.url?.startsWith('/hang') === true) return;
    response.writeHead(request.url?.startsWith('/fail') === true ? 500 : 204).end();
  });
});
// Connections stay open for as long as a bench takes.
server.keepAliveTimeout = 120_000;

function note(text: string, arrivedAt: number): void {
  const event: { readonly timestamp: string; readonly data: { readonly promotionId?: string } } = JSON.parse(text);
  arrivals.push({ promotionId: event.data.promotionId ?? '', arrivedAt, madeAt: Date.parse(event.timestamp) });
}

process.on('message', (message: unknown) => {
  if (message === 'reset' || message === 'watch') {
    [count, firstAt, lastAt, arrivals] = [0, 0, 0, []];
    watching = message === 'watch';
  }
  process.send?.({ count, firstAt, lastAt, arrivals: message === 'report' ? arrivals : [] } satisfies ReceiverReport);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ url: `http://127.0.0.1:${address.port}` });
});
process.once('SIGTERM', () => process.exit(0));
