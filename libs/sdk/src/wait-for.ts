import { sleep } from './retrying-fetch.js';

export interface WaitOptions {
  readonly timeoutMs: number;
  /** Between two looks; 1 s if not given. */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal;
}

/** What was waited for did not come in time; `last` is what was there then. */
export class WaitTimeoutError<T> extends Error {
  constructor(
    readonly last: T,
    timeoutMs: number,
  ) {
    super(`Not reached within ${Math.round(timeoutMs / 1_000)} s.`);
    this.name = 'WaitTimeoutError';
  }
}

/**
 * Looks until what it sees is what is waited for, for example the end of a deployment.
 * @throws {WaitTimeoutError} with what was seen last; whatever `look` throws.
 */
export async function waitFor<T>(look: () => Promise<T>, reached: (seen: T) => boolean, options: WaitOptions): Promise<T> {
  const { timeoutMs, intervalMs = 1_000, signal } = options;
  const end = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (reached(seen)) return seen;
    const left = end - Date.now();
    if (left <= 0) throw new WaitTimeoutError(seen, timeoutMs);
    await sleep(Math.min(intervalMs, left), signal);
  }
}
