import { expect, it } from 'vitest';
import type { DeploymentSnapshot } from './deployment-snapshot.js';
import { nextStep } from './next-step.js';

const T0 = Date.parse('2026-11-01T12:00:00Z');
const at = (seconds: number) => new Date(T0 + seconds * 1000);

function deployment(change: Partial<DeploymentSnapshot> = {}): DeploymentSnapshot {
  return {
    id: 'dpl_new',
    state: 'queued',
    generation: 2,
    attempt: 1,
    dispatchedAt: null,
    lastPolledAt: null,
    notBefore: null,
    cancelAskedAt: null,
    cancelAcceptedAt: null,
    timeoutMs: 7_200_000,
    ...change,
  };
}

const older = (change: Partial<DeploymentSnapshot>) => deployment({ id: 'dpl_old', generation: 1, dispatchedAt: at(0), ...change });

it('dispatches what is queued at once, or when its rate limit has passed', () => {
  expect(nextStep(deployment(), [], at(5))).toEqual({ kind: 'dispatch', at: at(5) });
  expect(nextStep(deployment({ notBefore: at(60) }), [], at(5))).toEqual({ kind: 'dispatch', at: at(60) });
  expect(nextStep(deployment({ notBefore: at(1) }), [], at(5))).toEqual({ kind: 'dispatch', at: at(5) });
});

it.each<[string, DeploymentSnapshot, number, unknown]>([
  ['has ended', older({ state: 'succeeded' }), 1, { kind: 'dispatch', at: at(1) }],
  ['is newer', older({ state: 'running', generation: 3 }), 1, { kind: 'dispatch', at: at(1) }],
  ['was never sent', older({ state: 'queued', dispatchedAt: null }), 1, { kind: 'supersede_older', ids: ['dpl_old'], at: at(1) }],
  ['is dispatched', older({ state: 'dispatched' }), 1, { kind: 'cancel_older', ids: ['dpl_old'], at: at(1) }],
  ['runs', older({ state: 'running' }), 1, { kind: 'cancel_older', ids: ['dpl_old'], at: at(1) }],
  ['runs, cancelling asked just now', older({ state: 'running', cancelAskedAt: at(1) }), 5, { kind: 'wait_for_older', at: at(16) }],
  [
    'runs, cancelling refused a while ago',
    older({ state: 'running', cancelAskedAt: at(1) }),
    16,
    { kind: 'cancel_older', ids: ['dpl_old'], at: at(16) },
  ],
  ['runs, under a rate limit', older({ state: 'running', notBefore: at(90) }), 16, { kind: 'wait_for_older', at: at(90) }],
  [
    'accepted its cancel',
    older({ state: 'running', cancelAskedAt: at(1), cancelAcceptedAt: at(1) }),
    120,
    { kind: 'wait_for_older', at: at(121) },
  ],
  [
    'did not end 2 minutes after it',
    older({ state: 'running', cancelAskedAt: at(1), cancelAcceptedAt: at(1) }),
    121,
    { kind: 'supersede_older', ids: ['dpl_old'], at: at(121) },
  ],
  ['is being looked for', older({ state: 'reconciling' }), 599, { kind: 'wait_for_older', at: at(600) }],
  ['was not found in 10 minutes', older({ state: 'reconciling' }), 600, { kind: 'supersede_older', ids: ['dpl_old'], at: at(600) }],
])('where an older one %s', (_name, other, seconds, step) => {
  expect(nextStep(deployment(), [other], at(seconds))).toEqual(step);
});

it('deals with several older ones: first those that are over, then cancelling, then the earliest wait', () => {
  const queued = older({ id: 'dpl_a', state: 'queued' });
  const running = older({ id: 'dpl_b', state: 'running' });
  const waiting = older({ id: 'dpl_c', state: 'running', cancelAskedAt: at(0), cancelAcceptedAt: at(0) });
  const lost = older({ id: 'dpl_d', state: 'reconciling' });
  expect(nextStep(deployment(), [running, queued, waiting], at(1))).toMatchObject({ kind: 'supersede_older', ids: ['dpl_a'] });
  expect(nextStep(deployment(), [running, waiting], at(1))).toMatchObject({ kind: 'cancel_older', ids: ['dpl_b'] });
  expect(nextStep(deployment(), [waiting, lost], at(1))).toEqual({ kind: 'wait_for_older', at: at(120) });
});

it.each([
  ['dispatched', null, 5],
  ['running', 0, 5],
  ['running', 59, 64],
  ['running', 60, 75],
  ['running', 599, 614],
  ['running', 600, 660],
  ['running', 3_599, 3_659],
  ['running', 3_600, 3_900],
  // The last look is at the limit itself.
  ['running', 7_100, 7_200],
] as const)('polls a %s run, last asked at %s s, again at %s s', (state, last, next) => {
  const sent = deployment({ state, dispatchedAt: at(0), lastPolledAt: last === null ? null : at(last) });
  expect(nextStep(sent, [], at(last ?? 0))).toEqual({ kind: 'poll', at: at(next) });
});

it('times a run out only after a look at or after the limit, however long nobody looked', () => {
  const running = deployment({ state: 'running', dispatchedAt: at(0), lastPolledAt: at(100) });
  expect(nextStep(running, [], at(9_000))).toMatchObject({ kind: 'poll' });
  expect(nextStep({ ...running, lastPolledAt: at(9_000) }, [], at(9_000))).toEqual({ kind: 'time_out', at: at(7_200) });
  expect(nextStep({ ...running, timeoutMs: 60_000, lastPolledAt: at(60) }, [], at(60))).toEqual({ kind: 'time_out', at: at(60) });
});

it.each([
  [null, 5],
  [55, 60],
  [60, 90],
  [590, 600],
] as const)('looks for a run of unknown acceptance, last at %s s, again at %s s', (last, next) => {
  const lost = deployment({ state: 'reconciling', dispatchedAt: at(0), lastPolledAt: last === null ? null : at(last) });
  expect(nextStep(lost, [], at(1))).toEqual({ kind: 'reconcile', at: at(next) });
});

it('gives a run up after a look at 10 minutes, never before, and not while a rate limit forbids looking', () => {
  const lost = deployment({ state: 'reconciling', dispatchedAt: at(0), lastPolledAt: at(30) });
  expect(nextStep(lost, [], at(4_000))).toMatchObject({ kind: 'reconcile', at: at(35) });
  expect(nextStep({ ...lost, notBefore: at(1_800) }, [], at(700))).toEqual({ kind: 'reconcile', at: at(1_800) });
  expect(nextStep({ ...lost, lastPolledAt: at(600) }, [], at(600))).toEqual({ kind: 'give_up', reason: 'unknown_outcome', at: at(600) });
});

it('has nothing to do for what has ended', () => {
  for (const state of ['succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'] as const) {
    expect(nextStep(deployment({ state }), [older({ state: 'running' })], at(1))).toEqual({ kind: 'nothing' });
  }
});
