import { hasEnded, mayMove } from './deployment-machine.js';
import type { DeploymentState } from './deployment-machine.js';

/** A move that GitHub's word makes necessary; `reason` is for people and is null where the state says everything. */
export interface RunMeaning {
  readonly to: DeploymentState;
  readonly reason: string | null;
}

/**
 * GitHub's run statuses and conclusions (REST, `workflow-run-status`) in our words. Only `success` means that the version is live: a run whose
 * jobs were all skipped, or that ended `neutral`, has deployed nothing that anybody vouches for.
 */
const BY_STATUS: Readonly<Record<string, DeploymentState>> = {
  requested: 'dispatched',
  queued: 'dispatched',
  pending: 'dispatched',
  waiting: 'dispatched',
  in_progress: 'running',
};

const BY_CONCLUSION: Readonly<Record<string, RunMeaning>> = {
  success: { to: 'succeeded', reason: null },
  failure: { to: 'failed', reason: 'The workflow run failed.' },
  startup_failure: { to: 'failed', reason: 'The workflow run could not start: see the workflow file for errors.' },
  action_required: { to: 'failed', reason: 'The workflow run ended asking for an action at GitHub.' },
  stale: { to: 'failed', reason: 'GitHub gave the workflow run up as stale.' },
  skipped: { to: 'failed', reason: 'Every job of the workflow run was skipped, so nothing was deployed.' },
  neutral: { to: 'failed', reason: 'The workflow run ended neutral, so nothing says that it deployed.' },
  cancelled: { to: 'cancelled', reason: 'The workflow run was cancelled.' },
  timed_out: { to: 'timed_out', reason: 'GitHub ended the workflow run for taking too long.' },
};

/**
 * What a run, polled or reported by a webhook, means for a deployment that is in state `current`: the move to make, or null where nothing
 * changes. News that come late or out of order never move a deployment back, and never move one that has ended.
 */
export function runMeans(
  current: DeploymentState,
  run: { readonly status: string | null; readonly conclusion: string | null },
): RunMeaning | null {
  if (hasEnded(current)) return null;
  const meaning = run.status === 'completed' ? meaningOfConclusion(run.conclusion) : meaningOfStatus(run.status);
  return meaning !== null && mayMove(current, meaning.to) ? meaning : null;
}

function meaningOfStatus(status: string | null): RunMeaning {
  // A status that GitHub adds later still says that the run exists and has not ended.
  return { to: (status === null ? undefined : BY_STATUS[status]) ?? 'dispatched', reason: null };
}

function meaningOfConclusion(conclusion: string | null): RunMeaning | null {
  // `completed` without a conclusion is a run that GitHub is still closing: ask again.
  if (conclusion === null) return null;
  return (
    BY_CONCLUSION[conclusion] ?? { to: 'failed', reason: `The workflow run ended with the conclusion ${conclusion}, which is not success.` }
  );
}
