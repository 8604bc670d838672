import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** When it had arrived, by the clock of `performance.now()`. */
  readonly at: number;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly model: string | null;
    readonly sequence: number | null;
    readonly position: number;
  };
}

/** A real HTTP server that takes webhooks. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** How it answers from now on: a status, or `hang` for never. */
  answer: number | 'hang' | ((webhook: ReceivedWebhook) => number | 'hang');
  /** How long it waits before it answers, in milliseconds. */
  delayMs: number;
  close(): Promise<void>;
}

/** Starts a receiver on a free port of 127.0.0.1. */
export async function startReceiver(answer: Receiver['answer'] = 204): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const webhook = {
        id: String(request.headers['webhook-id']),
        headers: request.headers,
        body,
        at: performance.now(),
        event: JSON.parse(body),
      };
      received.push(webhook);
      const status = typeof receiver.answer === 'function' ? receiver.answer(webhook) : receiver.answer;
      const end = (): void => void (status === 'hang' ? undefined : response.writeHead(status).end());
      if (receiver.delayMs > 0) setTimeout(end, receiver.delayMs);
      else end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer,
    delayMs: 0,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return receiver;
}
