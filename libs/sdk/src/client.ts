import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from './generated/api.js';
import { ProblemError } from './problem-error.js';
import { retryingFetch, type RetryOptions } from './retrying-fetch.js';

export interface SlipwayClientOptions extends RetryOptions {
  /** Where the service is, with its path if it has one: `https://slipway.example.com`. */
  readonly url: string;
  /** API token; without one requests are anonymous (or carry what the browser adds). */
  readonly token?: string;
  /** What this program is (`cli`, `action`, `ui`, ...), for the audit log. */
  readonly client?: string;
  /** Instead of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** The typed client: `GET`, `POST`, ... by path. An answer that is no success throws a `ProblemError`, so `data` is there. */
export type SlipwayClient = Client<paths>;

/**
 * A client for one service. Every POST carries an Idempotency-Key (yours, or a new one), so that repeats after lost answers do nothing
 * twice; 429, 503 and failed connections are repeated (see `retryingFetch`).
 */
export function createSlipwayClient(options: SlipwayClientOptions): SlipwayClient {
  const { url, token, client, fetch = (request: Request) => globalThis.fetch(request), ...retry } = options;
  const made = createClient<paths>({ baseUrl: url.replace(/\/+$/, ''), fetch: retryingFetch(fetch, retry) });
  const middleware: Middleware = {
    onRequest({ request }) {
      if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`);
      if (client !== undefined) request.headers.set('x-slipway-client', client);
      if (request.method === 'POST' && !request.headers.has('idempotency-key')) request.headers.set('idempotency-key', newKey());
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok && response.status !== 304) throw await ProblemError.from(response);
      return response;
    },
  };
  made.use(middleware);
  return made;
}

/** 128 random bits. `crypto.randomUUID` is missing on pages that came by plain HTTP, `getRandomValues` is not. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
