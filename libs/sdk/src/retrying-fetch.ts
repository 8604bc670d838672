/** How often and how long a request is repeated. */
export interface RetryOptions {
  /** Repeats after the first try; 0 for none. */
  readonly retries?: number;
  /** Milliseconds that all waits together may take. */
  readonly maxWaitMs?: number;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** Statuses that say "not now": the limit of requests, and a database or a proxy's target that is away. */
const NOT_NOW = new Set([429, 502, 503, 504]);

/**
 * A `fetch` that repeats what is safe to repeat: answers 429 and 503 (and a proxy's 502 and 504) after their Retry-After, else after a growing, jittered
 * wait; failed connections likewise. A POST is safe by its Idempotency-Key. Bodies that are streams go once.
 */
export function retryingFetch(
  fetch: (request: Request) => Promise<Response>,
  options: RetryOptions = {},
): (request: Request) => Promise<Response> {
  const { retries = 5, maxWaitMs = 60_000 } = options;
  return async (request) => {
    let waited = 0;
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt >= retries || !isRepeatable(request);
      const outcome = await attemptOf(fetch, last ? request : request.clone());
      const answered = outcome instanceof Response;
      if (answered && !NOT_NOW.has(outcome.status)) return outcome;
      const wait = waitFor(answered ? outcome.headers.get('retry-after') : null, attempt);
      if (last || waited + wait > maxWaitMs || request.signal.aborted) {
        if (answered) return outcome;
        throw outcome.failure;
      }
      if (answered) await outcome.body?.cancel();
      await sleep(wait, request.signal);
      waited += wait;
    }
  };
}

async function attemptOf(
  fetch: (request: Request) => Promise<Response>,
  request: Request,
): Promise<Response | { readonly failure: unknown }> {
  try {
    return await fetch(request);
  } catch (failure) {
    return { failure };
  }
}

function isRepeatable(request: Request): boolean {
  if (request.method === 'POST' && !request.headers.has('idempotency-key')) return false;
  return request.body === null || (request.headers.get('content-type') ?? '').startsWith('application/json');
}

/** Retry-After in seconds or as a date (RFC 9110, section 10.2.3). */
function waitFor(retryAfter: string | null, attempt: number): number {
  const asked =
    retryAfter === null ? Number.NaN : /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now();
  if (!Number.isNaN(asked)) return Math.max(0, asked);
  const grown = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return grown * (0.5 + Math.random() / 2);
}

/** Resolves after that time; rejects with the signal's reason when it is aborted. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
