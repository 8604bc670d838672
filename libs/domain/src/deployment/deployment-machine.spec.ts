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
} from './deployment-machine.js';

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
