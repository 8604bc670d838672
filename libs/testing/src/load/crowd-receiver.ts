import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Many receivers behind one host, as behind a gateway: `/good/...` answers 204, `/fail/...` 500, `/hang/...` never. Keeps the ids of what arrived
 * where, and nothing else of it.
 */
export class CrowdReceiver {
  private readonly arrived = new Map<string, string[]>();
  private readonly open = new Set<ServerResponse>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<CrowdReceiver> {
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      request.resume().on('end', () => receiver.take(path, String(request.headers['webhook-id']), response));
    });
    // Connections are kept for as long as a test takes.
    server.keepAliveTimeout = 120_000;
    const receiver = new CrowdReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** The URL of the receiver with this path, such as `/good/1`. */
  at(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** Ids of the events that arrived at a path, in order of arrival, repeats included. */
  ids(path: string): readonly string[] {
    return this.arrived.get(path) ?? [];
  }

  /** Requests that hang now. */
  get hanging(): number {
    return this.open.size;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private take(path: string, id: string, response: ServerResponse): void {
    const ids = this.arrived.get(path);
    if (ids === undefined) this.arrived.set(path, [id]);
    else ids.push(id);
    if (path.startsWith('/good')) response.writeHead(204).end();
    else if (path.startsWith('/fail')) response.writeHead(500).end();
    else {
      this.open.add(response);
      response.on('close', () => this.open.delete(response));
    }
  }
}
