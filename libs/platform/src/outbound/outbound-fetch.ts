import type { OutboundClient } from './outbound-client.js';
import { OutboundError } from './outbound-error.js';

export interface OutboundFetchOptions {
  /** Milliseconds for the whole call, body included. */
  readonly deadlineMs: number;
  /** Bytes of an answer; a longer one fails with `too_large`. */
  readonly maxBytes: number;
}

/** The part of `RequestInit` that clients such as Octokit use. */
export interface OutboundFetchInit {
  readonly method?: string;
  readonly headers?: Record<string, string> | Headers | readonly (readonly [string, string])[];
  readonly body?: BodyInit | null;
  readonly signal?: AbortSignal | null;
}

type BodyInit = ConstructorParameters<typeof Response>[0];

/** Statuses whose answer has no body by definition; the `Response` constructor refuses one (Fetch standard, null body status). */
const NULL_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` for client libraries (Octokit's `request: { fetch }`) over the safe client: same address rules, deadline and proxy; the answer is
 * read whole before it is handed over. Redirects are answered as they came, never followed.
 * Behind `HTTPS_PROXY` the address filter sees only the proxy (see `OutboundClient`).
 * @throws OutboundError (as rejection); where the caller's own signal fired, that signal's reason.
 */
export function outboundFetch(
  client: OutboundClient,
  options: OutboundFetchOptions,
): (url: string | URL, init?: OutboundFetchInit) => Promise<Response> {
  return async (url, init = {}) => {
    const { signal } = init;
    try {
      const answer = await client.request({
        url: String(url),
        method: (init.method ?? 'GET').toUpperCase(),
        headers: headersOf(init.headers),
        body: await bytesOf(init.body),
        deadlineMs: options.deadlineMs,
        maxBytes: options.maxBytes,
        overflow: 'fail',
        ...(signal ? { signal } : {}),
      });
      const response = new Response(NULL_BODY.has(answer.status) ? null : Buffer.from(answer.body), {
        status: answer.status,
        headers: answer.headers,
      });
      // A constructed Response has an empty url; Octokit reports it in results and errors.
      Object.defineProperty(response, 'url', { value: String(url) });
      return response;
    } catch (error) {
      if (signal?.aborted && error instanceof OutboundError && error.errorClass === 'aborted') throw signal.reason;
      throw error;
    }
  };
}

function headersOf(headers: OutboundFetchInit['headers']): Record<string, string> {
  if (headers === undefined) return {};
  if (headers instanceof Headers || Array.isArray(headers)) return Object.fromEntries(headers);
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

async function bytesOf(body: BodyInit | null | undefined): Promise<string | Uint8Array | null> {
  if (body === null || body === undefined || typeof body === 'string' || body instanceof Uint8Array) return body ?? null;
  return new Uint8Array(await new Response(body).arrayBuffer());
}
