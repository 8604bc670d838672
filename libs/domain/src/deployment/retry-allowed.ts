import { RETRYABLE_STATES } from './deployment-machine.js';
import type { DeploymentSnapshot } from './deployment-snapshot.js';

export type RetryVerdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/**
 * Whether a person may have a deployment tried again: same deployment and generation, attempt + 1. Refused (409 at the doors) unless it ended
 * without success, is the newest generation of its model, stage and target, and its version still stands in the stage: a retry must never put
 * back what was replaced meanwhile.
 */
export function retryAllowed(
  deployment: Pick<DeploymentSnapshot, 'state' | 'generation'>,
  newestGeneration: number,
  versionStandsThere: boolean,
): RetryVerdict {
  if (!RETRYABLE_STATES.includes(deployment.state)) {
    return {
      allowed: false,
      reason: `A deployment that is ${deployment.state} cannot be retried; only ${RETRYABLE_STATES.join(', ')} ones can.`,
    };
  }
  if (deployment.generation < newestGeneration) {
    return {
      allowed: false,
      reason: `A newer deployment (generation ${newestGeneration}) of this model, stage and target exists; retry that one.`,
    };
  }
  if (!versionStandsThere) return { allowed: false, reason: 'Its version no longer stands in the stage; promote it again instead.' };
  return { allowed: true };
}
