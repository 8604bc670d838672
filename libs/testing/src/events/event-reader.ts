import { EventEmitter, once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** One block of a stream. */
export interface StreamBlock {
  readonly id: string | null;
  /** Null for a heartbeat. */
  readonly data: { readonly type: string; readonly model: string | null; readonly position: number } | null;
}

/** Reads server-sent events as a browser's EventSource does, but never reconnects and tells what it was answered. */
export class EventReader {
  readonly blocks: StreamBlock[] = [];
  /** True once the server ended the stream. */
  ended = false;
  private readonly news = new EventEmitter();

  private constructor(readonly response: IncomingMessage) {}

  /** Opens a stream on a connection of its own; an answer that is none is an error with its status and text. */
  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
    const request = get(url, { headers: { accept: 'text/event-stream', ...headers }, agent: false });
    const response = await new Promise<IncomingMessage>((resolve, reject) => request.once('response', resolve).once('error', reject));
    response.setEncoding('utf8');
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${(await response.toArray()).join('')}`);
    const reader = new EventReader(response);
    void reader.read();
    return reader;
  }

  /** The events so far, without heartbeats. */
  get events(): NonNullable<StreamBlock['data']>[] {
    return this.blocks.flatMap(({ data }) => data ?? []);
  }

  /** Waits until the condition holds. */
  async until(condition: (reader: EventReader) => boolean): Promise<void> {
    while (!condition(this)) await once(this.news, 'news', { signal: AbortSignal.timeout(20_000) });
  }

  close(): void {
    this.response.destroy();
  }

  private async read(): Promise<void> {
    let text = '';
    try {
      for await (const chunk of this.response) {
        const parts = (text + chunk).split('\n\n');
        text = parts.pop() ?? '';
        this.blocks.push(...parts.map(blockOf));
        this.news.emit('news');
      }
    } catch {
      // Broken off, by us or by the server: either way it has ended.
    }
    this.ended = true;
    this.news.emit('news');
  }
}

function blockOf(text: string): StreamBlock {
  const lines = text.split('\n');
  const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? null;
  const data = field('data');
  return { id: field('id'), data: data === null ? null : JSON.parse(data) };
}
