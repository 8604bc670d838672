import { expect, it } from 'vitest';
import { afterDispatch } from './dispatch-outcome.js';
import type { DispatchOutcome } from './dispatch-outcome.js';
import { mayMove } from './deployment-machine.js';
import { retryAllowed } from './retry-allowed.js';

const now = new Date('2026-11-01T12:00:00Z');
const message = 'why';

it.each<[string, DispatchOutcome, number, string, string | null, number | null]>([
  ['an acceptance with the run id', { kind: 'accepted', runId: '7', runUrl: null, htmlUrl: null }, 1, 'dispatched', null, null],
  ['an acceptance without one', { kind: 'accepted', runId: null, runUrl: null, htmlUrl: null }, 1, 'reconciling', null, null],
  ['an unknown outcome', { kind: 'unknown', message }, 1, 'reconciling', message, null],
  ['a refusal', { kind: 'refused', status: 422, message }, 1, 'failed', message, null],
  ['a rate limit', { kind: 'rate_limited', retryAfterMs: 90_000, message }, 1, 'queued', message, 90],
  ['not sent, first try', { kind: 'not_sent', message }, 1, 'queued', message, 5],
  ['not sent, second try', { kind: 'not_sent', message }, 2, 'queued', message, 15],
  ['not sent, third try', { kind: 'not_sent', message }, 3, 'queued', message, 60],
  ['not sent, tenth try', { kind: 'not_sent', message }, 10, 'queued', message, 300],
  ['not sent for a day', { kind: 'not_sent', message }, 290, 'failed', `GitHub could not be reached: ${message}`, null],
])('%s', (_name, outcome, tries, to, reason, waitSeconds) => {
  const notBefore = waitSeconds === null ? null : new Date(now.getTime() + waitSeconds * 1000);
  const after = afterDispatch(outcome, tries, now);
  expect(after).toEqual({ to, reason, notBefore });
  expect(after.to === 'reconciling' || mayMove('reconciling', after.to)).toBe(true);
});

it.each([
  ['failed', 3, 3, true, true],
  ['cancelled', 3, 3, true, true],
  ['timed_out', 3, 3, true, true],
  ['failed', 3, 4, true, false],
  ['failed', 3, 3, false, false],
  ['succeeded', 3, 3, true, false],
  ['superseded', 3, 3, true, false],
  ['running', 3, 3, true, false],
  ['reconciling', 3, 3, true, false],
] as const)('a retry of a %s deployment, generation %d of %d, version there %s: %s', (state, generation, newest, stands, allowed) => {
  const verdict = retryAllowed({ state, generation }, newest, stands);
  expect(verdict.allowed).toBe(allowed);
  if (!verdict.allowed) expect(verdict.reason).not.toBe('');
});
