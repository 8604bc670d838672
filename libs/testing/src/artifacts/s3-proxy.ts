import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { Transform } from 'node:stream';
import type { ByteSpan } from '#application/ports/blob-store';
import type { S3Place } from '#platform/config/artifacts-config';

/** Stands before an S3 server, sees what is read of it, and can change the bytes on their way. */
export class S3Proxy {
  /** The spans that were asked for by GET, in order. */
  readonly reads: ByteSpan[] = [];
  /** Where this byte of an object is asked for again, it comes with one bit turned around. */
  spoiltOnceRead: number | undefined;
  private sending = 0;

  private constructor(
    readonly place: S3Place,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  /** The same bucket by way of a port of this machine. */
  static async start(place: S3Place): Promise<S3Proxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const proxy = new S3Proxy({ ...place, endpoint: `http://127.0.0.1:${port}` }, server);
    server.on('request', (asked, answer) => proxy.pass(asked, answer, new URL(place.endpoint ?? '')));
    return proxy;
  }

  /** Bodies that were begun, and neither sent to their end nor given up by who asked. */
  get open(): number {
    return this.sending;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(asked: IncomingMessage, answer: ServerResponse, { hostname, port }: URL): void {
    // With the host that was signed.
    const passed = request({ hostname, port, method: asked.method, path: asked.url, headers: asked.headers });
    const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(asked.headers.range ?? '') ?? [];
    const span = asked.method === 'GET' && start !== undefined ? { start: Number(start), end: Number(last) + 1 } : undefined;
    passed.once('response', (came) => {
      answer.writeHead(came.statusCode ?? 500, came.headers);
      if (span === undefined) return void came.pipe(answer);
      this.sending += 1;
      came.pipe(this.through(span)).pipe(answer);
    });
    answer.once('close', () => {
      if (span !== undefined) this.sending -= 1;
      passed.destroy();
    });
    passed.once('error', () => answer.destroy());
    asked.pipe(passed);
  }

  /** The bytes of a span as they come, changed where that is wanted. */
  private through(span: ByteSpan): Transform {
    const at = this.spoiltOnceRead ?? -1;
    const again = this.reads.some(({ start, end }) => start <= at && at < end);
    this.reads.push(span);
    let { start } = span;
    return new Transform({
      transform: (bytes: Buffer, _encoding, callback) => {
        const place = at - start;
        if (again && place >= 0 && place < bytes.length) bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
        start += bytes.length;
        callback(null, bytes);
      },
    });
  }
}
