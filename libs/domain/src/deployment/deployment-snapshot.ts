import type { DeploymentState } from './deployment-machine.js';

/** What the rules need to know of one deployment, as it was read. All times are by one clock, the database's. */
export interface DeploymentSnapshot {
  readonly id: string;
  readonly state: DeploymentState;
  /** Counted per model, stage and target from 1; the higher one is the newer wish. */
  readonly generation: number;
  /** From 1; a retry by a person makes it one more. */
  readonly attempt: number;
  /** When this attempt's request left (the row was written as `reconciling`); null while nothing was sent. */
  readonly dispatchedAt: Date | null;
  /**
   * When GitHub was last asked about this attempt's run, whether it answered or not. Null where that is not known: then one more look is due
   * before anything ends, which is always safe.
   */
  readonly lastPolledAt: Date | null;
  /** Not before this: the due time that a rate limit or an unreachable GitHub left behind. */
  readonly notBefore: Date | null;
  /** When GitHub was last asked to cancel this attempt's run, whatever it said. */
  readonly cancelAskedAt: Date | null;
  /** When GitHub accepted the cancellation (202). */
  readonly cancelAcceptedAt: Date | null;
  /** How long the run may take, from `dispatchedAt`, in milliseconds. */
  readonly timeoutMs: number;
}

/** The time that a deploy target allows where it says nothing: 2 hours. */
export const DEFAULT_DEPLOY_TIMEOUT_MS = 2 * 60 * 60 * 1000;
