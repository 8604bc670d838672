import { hasEnded } from './deployment-machine.js';
import type { DeploymentSnapshot } from './deployment-snapshot.js';

/** What to do next for a deployment, and when. A time that has passed means now. */
export type NextStep =
  /** Write it as `reconciling`, then send the request. */
  | { readonly kind: 'dispatch'; readonly at: Date }
  /** Move these older ones to `superseded` (nothing of theirs is waited for any longer), then ask again. */
  | { readonly kind: 'supersede_older'; readonly ids: readonly string[]; readonly at: Date }
  /** Ask GitHub to cancel the runs of these older ones, note the answer, then ask again. */
  | { readonly kind: 'cancel_older'; readonly ids: readonly string[]; readonly at: Date }
  /** Nothing to do for this one before `at`; an older one is still ending. */
  | { readonly kind: 'wait_for_older'; readonly at: Date }
  /** Ask for the state of the known run. */
  | { readonly kind: 'poll'; readonly at: Date }
  /** Look for the run by its correlation token. */
  | { readonly kind: 'reconcile'; readonly at: Date }
  /** The run was not found in time: `failed`, reason `unknown_outcome`. Only a person's retry sends again: absence proves nothing. */
  | { readonly kind: 'give_up'; readonly reason: 'unknown_outcome'; readonly at: Date }
  /** Move to `timed_out`. */
  | { readonly kind: 'time_out'; readonly at: Date }
  /** It has ended. */
  | { readonly kind: 'nothing' };

interface Rhythm {
  readonly untilMs: number;
  readonly everyMs: number;
}

/** Webhooks bring most news; these polls are the net below them. About 135 calls in the 2 hours of the default timeout, of 5,000 an hour. */
export const POLL_RHYTHM: readonly Rhythm[] = [
  { untilMs: 60_000, everyMs: 5_000 },
  { untilMs: 10 * 60_000, everyMs: 15_000 },
  { untilMs: 60 * 60_000, everyMs: 60_000 },
  { untilMs: Number.POSITIVE_INFINITY, everyMs: 300_000 },
];

/** GitHub lists a dispatched run late, mostly within seconds: fast for a minute (Kargo's default wait), then slower until the end. */
export const RECONCILE_RHYTHM: readonly Rhythm[] = [
  { untilMs: 60_000, everyMs: 5_000 },
  { untilMs: Number.POSITIVE_INFINITY, everyMs: 30_000 },
];

/** How long a run whose acceptance is unknown is looked for. */
export const RECONCILE_LIMIT_MS = 10 * 60_000;

/** How long an older run may take to end after GitHub accepted its cancellation; then the workflow's own guard has to protect. */
export const CANCEL_GRACE_MS = 2 * 60_000;

/** Between two requests to cancel the same run where GitHub did not accept the first. */
export const CANCEL_AGAIN_MS = 15_000;

/**
 * The next step of a deployment. `older` are the unfinished deployments of the same model, stage and target with a lower generation (ended
 * ones and others are ignored). Pure: the same rows and the same instant give the same step, in whichever process asks.
 */
export function nextStep(deployment: DeploymentSnapshot, older: readonly DeploymentSnapshot[], now: Date): NextStep {
  if (hasEnded(deployment.state)) return { kind: 'nothing' };
  if (deployment.state === 'queued') return stepOfQueued(deployment, older, now);
  const sent = deployment.dispatchedAt ?? now;
  return deployment.state === 'reconciling' ? stepOfReconciling(deployment, sent) : stepOfSent(deployment, sent);
}

function stepOfQueued(deployment: DeploymentSnapshot, older: readonly DeploymentSnapshot[], now: Date): NextStep {
  const inTheWay = older.filter((other) => other.generation < deployment.generation && !hasEnded(other.state));
  if (inTheWay.length === 0) return { kind: 'dispatch', at: later(now, deployment.notBefore) };
  const waits = inTheWay.map((other) => ({ id: other.id, wait: waitFor(other, now) }));
  const over = waits.filter(({ wait }) => wait.kind === 'over').map(({ id }) => id);
  if (over.length > 0) return { kind: 'supersede_older', ids: over, at: now };
  const toCancel = waits.filter(({ wait }) => wait.kind === 'cancel').map(({ id }) => id);
  if (toCancel.length > 0) return { kind: 'cancel_older', ids: toCancel, at: now };
  const times = waits.flatMap(({ wait }) => (wait.kind === 'until' ? [wait.at.getTime()] : []));
  return { kind: 'wait_for_older', at: new Date(Math.min(...times)) };
}

type WaitForOlder = { readonly kind: 'over' } | { readonly kind: 'cancel' } | { readonly kind: 'until'; readonly at: Date };

/** How a newer deployment deals with one older one. */
function waitFor(older: DeploymentSnapshot, now: Date): WaitForOlder {
  // Nothing was sent, so nothing can arrive after the newer one.
  if (older.state === 'queued') return { kind: 'over' };
  if (older.state === 'reconciling') return overAt(plus(older.dispatchedAt ?? now, RECONCILE_LIMIT_MS), now);
  if (older.cancelAcceptedAt !== null) return overAt(plus(older.cancelAcceptedAt, CANCEL_GRACE_MS), now);
  // GitHub may refuse a cancellation for ever (a missing permission): then the older one's own timeout bounds the wait.
  const again = older.cancelAskedAt === null ? now : plus(older.cancelAskedAt, CANCEL_AGAIN_MS);
  const due = later(again, older.notBefore);
  return due <= now ? { kind: 'cancel' } : { kind: 'until', at: due };
}

function overAt(end: Date, now: Date): WaitForOlder {
  return end <= now ? { kind: 'over' } : { kind: 'until', at: end };
}

function stepOfReconciling(deployment: DeploymentSnapshot, sent: Date): NextStep {
  const end = plus(sent, RECONCILE_LIMIT_MS);
  // Only a look at or after the limit ends it: a worker that was down for an hour must not give up on a run that GitHub lists by now.
  if (deployment.lastPolledAt !== null && deployment.lastPolledAt >= end) return { kind: 'give_up', reason: 'unknown_outcome', at: end };
  return { kind: 'reconcile', at: nextLook(deployment, sent, end, RECONCILE_RHYTHM) };
}

function stepOfSent(deployment: DeploymentSnapshot, sent: Date): NextStep {
  const end = plus(sent, deployment.timeoutMs);
  if (deployment.lastPolledAt !== null && deployment.lastPolledAt >= end) return { kind: 'time_out', at: end };
  return { kind: 'poll', at: nextLook(deployment, sent, end, POLL_RHYTHM) };
}

/** The next look by the rhythm, one last time at `end`, and never before a rate limit has passed. */
function nextLook(deployment: DeploymentSnapshot, sent: Date, end: Date, rhythm: readonly Rhythm[]): Date {
  const last = deployment.lastPolledAt ?? sent;
  const age = last.getTime() - sent.getTime();
  const every = rhythm.find((row) => age < row.untilMs)?.everyMs ?? 300_000;
  const next = plus(last, every);
  return later(next < end ? next : end, deployment.notBefore);
}

function plus(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}

function later(time: Date, other: Date | null): Date {
  return other !== null && other > time ? other : time;
}
