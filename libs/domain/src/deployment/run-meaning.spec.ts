import { expect, it } from 'vitest';
import { deploymentStates, hasEnded } from './deployment-machine.js';
import type { DeploymentState } from './deployment-machine.js';
import { runMeans } from './run-meaning.js';

it.each([
  ['requested', null, 'dispatched'],
  ['queued', null, 'dispatched'],
  ['pending', null, 'dispatched'],
  ['waiting', null, 'dispatched'],
  ['something_new', null, 'dispatched'],
  [null, null, 'dispatched'],
  ['in_progress', null, 'running'],
  ['completed', null, null],
  ['completed', 'success', 'succeeded'],
  ['completed', 'failure', 'failed'],
  ['completed', 'startup_failure', 'failed'],
  ['completed', 'action_required', 'failed'],
  ['completed', 'stale', 'failed'],
  ['completed', 'skipped', 'failed'],
  ['completed', 'neutral', 'failed'],
  ['completed', 'something_new', 'failed'],
  ['completed', 'cancelled', 'cancelled'],
  ['completed', 'timed_out', 'timed_out'],
] as const)('a found run that is %s / %s means %s', (status, conclusion, to) => {
  expect(runMeans('reconciling', { status, conclusion })?.to ?? null).toBe(to);
});

it.each<[DeploymentState, string, string | null, DeploymentState | null]>([
  ['dispatched', 'queued', null, null],
  ['dispatched', 'in_progress', null, 'running'],
  ['dispatched', 'completed', 'success', 'succeeded'],
  ['running', 'in_progress', null, null],
  ['running', 'queued', null, null],
  ['running', 'completed', 'cancelled', 'cancelled'],
])('moves a deployment only forward: %s with %s / %s -> %s', (current, status, conclusion, to) => {
  expect(runMeans(current, { status, conclusion })?.to ?? null).toBe(to);
});

it('moves nothing that has ended, and says why where the state does not', () => {
  for (const state of deploymentStates().filter(hasEnded))
    expect(runMeans(state, { status: 'completed', conclusion: 'success' })).toBeNull();
  expect(runMeans('running', { status: 'completed', conclusion: 'skipped' })?.reason).toContain('nothing was deployed');
  expect(runMeans('running', { status: 'completed', conclusion: 'odd' })?.reason).toContain('odd');
});
