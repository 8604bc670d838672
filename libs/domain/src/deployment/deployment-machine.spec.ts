import { expect, it } from 'vitest';
import {
  checkTransitions,
  DEPLOYMENT_STATES,
  DEPLOYMENT_TRANSITIONS,
  deploymentStates,
  hasEnded,
  mayMove,
  RETRYABLE_STATES,
  statesBefore,
  type DeploymentState,
} from './deployment-machine.js';

/** Written out once more by hand from docs/glossary.md, States: `from`, then every state that may follow it. Whatever is not here is no move. */
const EXPECTED: Readonly<Record<DeploymentState, readonly DeploymentState[]>> = {
  queued: ['reconciling', 'dispatched', 'failed', 'cancelled', 'superseded'],
  reconciling: ['queued', 'dispatched', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'],
  dispatched: ['running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'],
  running: ['succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'],
  succeeded: [],
  failed: ['queued'],
  cancelled: ['queued'],
  timed_out: ['queued'],
  superseded: [],
};

it.each(deploymentStates().flatMap((from) => deploymentStates().map((to) => [from, to, EXPECTED[from].includes(to)] as const)))(
  '%s -> %s: %s',
  (from, to, allowed) => {
    expect(mayMove(from, to)).toBe(allowed);
  },
);

it('accepts its own table', () => {
  expect(() => checkTransitions()).not.toThrow();
  expect(Object.keys(DEPLOYMENT_TRANSITIONS)).toEqual(expect.arrayContaining(Object.keys(DEPLOYMENT_STATES)));
  expect(deploymentStates()).toHaveLength(9);
});

it('stops the boot at an unknown and at an unreachable state', () => {
  expect(() => checkTransitions({ queued: ['sent'] })).toThrow('unknown states: sent');
  expect(() => checkTransitions({ queued: ['sent'], sent: [], lost: ['sent'] })).toThrow('unreachable states: lost');
  expect(() => checkTransitions({ a: [] }, 'queued')).toThrow('unknown states: queued; unreachable states: a');
});

it('leaves an ended state only by a retry, back to queued', () => {
  for (const from of deploymentStates().filter(hasEnded)) {
    const moves = deploymentStates().filter((to) => mayMove(from, to));
    expect([from, moves]).toEqual([from, RETRYABLE_STATES.includes(from) ? ['queued'] : []]);
  }
});

it('can supersede whatever has not ended, and never goes from running back to dispatched', () => {
  expect(statesBefore('superseded')).toEqual(deploymentStates().filter((state) => !hasEnded(state)));
  expect(mayMove('running', 'dispatched')).toBe(false);
  expect(statesBefore('queued')).toEqual(['reconciling', 'failed', 'cancelled', 'timed_out']);
});
