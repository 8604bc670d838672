import type { RunPlan } from './contract-runs.js';

/** What GitHub may do that no schema says. Set any part of it at any time. */
export interface GithubBehaviour {
  /**
   * The dispatch is accepted and a run made, but the caller learns otherwise: 502, a connection cut before the answer or in the middle of
   * it, or no answer for `answerDelayMs`. `moved`: 307 to another repository, nothing accepted.
   */
  dispatchFault: 'none' | 'error_after_acceptance' | 'cut_after_acceptance' | 'cut_in_answer' | 'slow_after_acceptance' | 'moved';
  /** Refuses the next `times` requests for asking too much. `bare` is a secondary limit without `retry-after`. */
  rateLimit: { readonly kind: 'primary' | 'secondary' | 'bare'; readonly times: number; readonly waitSeconds: number } | null;
  /** The credential lacks Actions: write. */
  missingPermission: boolean;
  /** Every answer that is no dispatch is an error 502. */
  readsFail: boolean;
  /** How long `slow_after_acceptance` waits, in milliseconds. */
  answerDelayMs: number;
  /** How many times a list leaves a new run out. */
  listedAfterLists: number;
  plan: RunPlan;
  /** Cancellation is accepted and then nothing happens. */
  cancelIgnored: boolean;
}

export const DEFAULT_BEHAVIOUR: GithubBehaviour = {
  dispatchFault: 'none',
  rateLimit: null,
  missingPermission: false,
  readsFail: false,
  answerDelayMs: 30_000,
  listedAfterLists: 0,
  plan: { kind: 'polls', polls: 2, conclusion: 'success' },
  cancelIgnored: false,
};
