import { Agent, request as send } from 'undici';

/** An answer of the service; `status` 0 where there was none. */
export interface ClusterAnswer {
  readonly status: number;
  readonly json: { readonly id: string; readonly [member: string]: unknown };
  /** When the request left and when the answer was there, by `performance.now()`. */
  readonly from: number;
  readonly to: number;
}

/** Longer than anything that the service promises to answer within. */
const PATIENCE_MS = 20_000;

/** Requests of an administrator to the API processes in turn, as through a load balancer that does not look at their health. */
export class ClusterClient {
  private readonly agent = new Agent({
    connections: 64,
    connect: { timeout: 2_000 },
    bodyTimeout: PATIENCE_MS,
    headersTimeout: PATIENCE_MS,
  });
  private turn = 0;

  constructor(
    private readonly token: string,
    private readonly apis: () => readonly { readonly url: string }[],
  ) {}

  /** One request. Never rejects for a connection that breaks, nor for silence. @param api the process of that number; else the next one. */
  async call(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, key?: string, api?: number): Promise<ClusterAnswer> {
    const from = performance.now();
    try {
      const response = await this.fetch(method, path, body, key, api);
      const text = await response.body.text();
      const json = String(response.headers['content-type'] ?? '').includes('json') ? JSON.parse(text) : { id: '', text };
      return { status: response.statusCode, json, from, to: performance.now() };
    } catch (error) {
      return { status: 0, json: { id: '', error: String(error) }, from, to: performance.now() };
    }
  }

  /** @throws where the answer is not of the statuses 2xx. */
  async must(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, key?: string): Promise<ClusterAnswer> {
    const answer = await this.call(method, path, body, key);
    if (answer.status < 200 || answer.status > 299)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.json)}`);
    return answer;
  }

  /** A body that is not JSON. */
  async text(path: string): Promise<string> {
    return (await this.fetch('GET', path)).body.text();
  }

  /** Uploads bytes. @returns the status; 0 where there was no answer. */
  async put(path: string, bytes: Buffer): Promise<number> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/octet-stream' };
    const url = (this.apis()[0]?.url ?? '') + path;
    try {
      const { statusCode, body } = await send(url, { method: 'PUT', dispatcher: this.agent, headers, body: bytes });
      await body.dump();
      return statusCode;
    } catch {
      return 0;
    }
  }

  /** A registered model with READY versions 1 to `versions`. */
  async model(name: string, versions: number): Promise<void> {
    await this.must('POST', '/api/v1/models', { name });
    for (let n = 1; n <= versions; n += 1) await this.must('POST', `/api/v1/models/${name}/versions`, { source: 's3://bucket/model' });
  }

  promote(model: string, version: number, key?: string, toStage = 'Production', api?: number): Promise<ClusterAnswer> {
    return this.call('POST', '/api/v1/promotions', { model, version, toStage }, key, api);
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private fetch(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, key?: string, api?: number) {
    const apis = this.apis();
    const target = apis[(api ?? (this.turn += 1)) % apis.length];
    if (target === undefined) throw new Error('there is no API');
    return send(target.url + path, {
      method,
      dispatcher: this.agent,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
