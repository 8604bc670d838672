/** What is known after the attempt to start a run. */
export type DispatchOutcome =
  /** GitHub accepted. `runId` is null where the server does not tell (GitHub Enterprise Server answers 204): look for the run. */
  | { readonly kind: 'accepted'; readonly runId: string | null; readonly runUrl: string | null; readonly htmlUrl: string | null }
  /** Provably not accepted, and a repeat would be refused alike; `status` is null where no request could even be made (unusable key). */
  | { readonly kind: 'refused'; readonly status: number | null; readonly message: string }
  /** Provably never reached GitHub's workflow (connection refused, DNS, no token): may be sent again. */
  | { readonly kind: 'not_sent'; readonly message: string }
  /** Provably not accepted; may be sent again after `retryAfterMs` milliseconds. */
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number; readonly message: string }
  /** It may have been accepted: timeout, 5xx, cut connection. Never send it again; look for the run. */
  | { readonly kind: 'unknown'; readonly message: string };

/** The row to write after a dispatch: the next state, why, and when to go on (null: at once, by the ordinary rules). */
export interface AfterDispatch {
  readonly to: 'dispatched' | 'reconciling' | 'queued' | 'failed';
  readonly reason: string | null;
  readonly notBefore: Date | null;
}

/** Waits between tries that never reached GitHub, in milliseconds; the last one repeats. A try is not an attempt: none is burnt. */
const NOT_SENT_WAITS_MS = [5_000, 15_000, 60_000, 300_000] as const;

/** A GitHub that cannot be reached for this many tries (about a day) ends the deployment. */
const MAX_TRIES = 290;

/**
 * What a dispatch outcome means for a deployment that is `reconciling` because its request was leaving. `tries` counts this attempt's sends
 * so far, this one included. Only provable non-acceptance returns it to `queued`: GitHub has no idempotency key, and a dispatch
 * that is sent twice deploys twice.
 */
export function afterDispatch(outcome: DispatchOutcome, tries: number, now: Date): AfterDispatch {
  switch (outcome.kind) {
    case 'accepted':
      return { to: outcome.runId === null ? 'reconciling' : 'dispatched', reason: null, notBefore: null };
    case 'unknown':
      return { to: 'reconciling', reason: outcome.message, notBefore: null };
    case 'refused':
      return { to: 'failed', reason: outcome.message, notBefore: null };
    case 'rate_limited':
      return { to: 'queued', reason: outcome.message, notBefore: new Date(now.getTime() + outcome.retryAfterMs) };
    case 'not_sent': {
      if (tries >= MAX_TRIES) return { to: 'failed', reason: `GitHub could not be reached: ${outcome.message}`, notBefore: null };
      const wait = NOT_SENT_WAITS_MS[Math.min(Math.max(tries, 1), NOT_SENT_WAITS_MS.length) - 1] ?? 300_000;
      return { to: 'queued', reason: outcome.message, notBefore: new Date(now.getTime() + wait) };
    }
  }
}
