import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { NotAsToldError } from './told.js';

/** An event as it arrived, its signature verified. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly model: string | null;
  /** Gapless within the model. */
  readonly sequence: number | null;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * A webhook receiver as a team would write one: it takes the raw body, verifies the signature with the `standardwebhooks` package, then reads it
 * and answers 204. What does not verify is answered 400 and remembered.
 */
export class Receiver {
  /** In the order of arrival; a redelivered event would be here twice. */
  readonly events: ReceivedEvent[] = [];
  /** Why deliveries did not verify. */
  readonly refused: string[] = [];
  private webhook: Webhook | undefined;
  private readonly watchers = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    /** Where it listens. */
    readonly url: string,
  ) {}

  /** Listens on a free port of this machine. */
  static async start(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const receiver = new Receiver(server, `http://127.0.0.1:${port}/slipway`);
    server.on('request', (request, response) => void receiver.receive(request, response));
    return receiver;
  }

  /** The signing secret that the service showed once, when the endpoint was made. */
  trust(secret: string): void {
    this.webhook = new Webhook(secret);
  }

  /** Resolves with the first event of this kind, which may have arrived already. @throws {NotAsToldError} when none comes in time. */
  async waitFor(what: string, wanted: (event: ReceivedEvent) => boolean, timeoutMs: number): Promise<ReceivedEvent> {
    const found = this.events.find(wanted);
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const event = this.events.find(wanted);
        if (event === undefined) return;
        stop();
        resolve(event);
      };
      const giveUp = (): void => {
        stop();
        const came = [...this.events.map(({ type }) => type), ...this.refused].join(', ') || 'nothing';
        reject(new NotAsToldError(`The webhook for ${what} did not arrive within ${timeoutMs / 1000} s. What came: ${came}.`));
      };
      const timer = setTimeout(giveUp, timeoutMs);
      const stop = (): void => {
        clearTimeout(timer);
        this.watchers.delete(look);
      };
      this.watchers.add(look);
    });
  }

  /** Stops listening. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString('utf8');
    try {
      if (this.webhook === undefined) throw new Error('the secret is not known yet');
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const event = eventOf(this.webhook.verify(body, headers));
      if (headers['webhook-id'] !== event.id) throw new Error(`webhook-id ${headers['webhook-id']} is not the event's id ${event.id}`);
      this.events.push(event);
      response.writeHead(204).end();
    } catch (error) {
      this.refused.push(error instanceof Error ? error.message : String(error));
      response.writeHead(400).end();
    }
    for (const look of this.watchers) look();
  }
}

function eventOf(value: unknown): ReceivedEvent {
  if (!isRecord(value) || typeof value['id'] !== 'string' || typeof value['type'] !== 'string' || !isRecord(value['data'])) {
    throw new Error('the body is not an event');
  }
  const { id, type, data, model, sequence, timestamp } = value;
  return {
    id,
    type,
    data,
    model: typeof model === 'string' ? model : null,
    sequence: typeof sequence === 'number' ? sequence : null,
    timestamp: String(timestamp),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
