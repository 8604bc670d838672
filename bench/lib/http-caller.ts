import { Pool } from 'undici';

/** A keep-alive client of one server with a connection per concurrent caller. */
export class HttpCaller {
  private readonly pool: Pool;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections, pipelining: 1 });
  }

  /** One request, its answer read to the end. @throws for any answer but 2xx. */
  async call(method: 'GET' | 'POST', path: string, options: { readonly token?: string; readonly body?: string } = {}): Promise<string> {
    const { token, body } = options;
    const answer = await this.pool.request({
      method,
      path,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body ?? null,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`);
    return text;
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
