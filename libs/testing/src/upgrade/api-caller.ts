import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** What an API answered, read as far as it can be. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  /** The parsed body; undefined where it is none. */
  readonly json: unknown;
}

/** Sends one request with the administrator's token. */
export type ApiCall = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

/** A caller of the service at `url`; a string as body is sent as bytes, anything else as JSON. */
export function apiCaller(url: string, token: string, more: Readonly<Record<string, string>> = {}): ApiCall {
  return async (method, path, body) => {
    const type = typeof body === 'string' ? 'application/octet-stream' : 'application/json';
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'if-match': '*', ...more, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, json: parsed(answer.headers.get('content-type') ?? '', text) };
  };
}

/** Milliseconds for which a client tries a request that was not done again. */
const PATIENCE_MS = 60_000;

/** A caller that sends what was answered by 503 again under the same idempotency key, as clients should; on a busy machine a database may be late. */
export function patientCaller(url: string, token: string): ApiCall {
  return async (method, path, body) => {
    const key = randomUUID();
    for (const end = performance.now() + PATIENCE_MS; ; await delay(100)) {
      const answer = await apiCaller(url, token, { 'idempotency-key': key })(method, path, body);
      if (answer.status !== 503 || performance.now() > end) return answer;
    }
  };
}

/** The answer's body as an object. @throws where the answer is an error. */
export async function must(answer: Promise<ApiAnswer>): Promise<Readonly<Record<string, unknown>>> {
  const { status, text, json } = await answer;
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

function parsed(type: string, text: string): unknown {
  return type.includes('json') && !type.includes('ndjson') ? JSON.parse(text) : undefined;
}
