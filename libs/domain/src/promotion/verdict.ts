import type { ErrorCode } from '../errors/error-code.js';

/** One reason of a verdict: which rule, in its words, and what would make it pass (rule 12). */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/**
 * What the rule book says about a move: `pass` (nothing is missing), `wait` (for what), `refuse` (why). It is asked when a request is
 * made and again when it is applied; every door gets the same one.
 */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly reasons: readonly Reason[] }
  | {
      readonly kind: 'refuse';
      readonly code: ErrorCode;
      readonly reasons: readonly Reason[];
      readonly extra?: Readonly<Record<string, unknown>>;
    };

/**
 * The place of gates, approvals by policy and freeze windows in the verdict. No policy is in force yet, so nothing is missing; what it
 * returns is added to the reasons to wait or to refuse.
 */
export function policyReasons(): { readonly waits: readonly Reason[]; readonly refusals: readonly Reason[] } {
  return { waits: [], refusals: [] };
}
