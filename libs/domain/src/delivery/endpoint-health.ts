import type { DeliveryOutcome } from './delivery-outcome.js';
import type { Machine } from './delivery-machine.js';

/** Nothing but failure for this long ... */
export const DISABLE_AFTER_MS = 5 * 24 * 60 * 60 * 1000;
/** ... and this often: a quiet endpoint is not judged by one bad day (docs/reference/webhooks.md, Retries). */
export const DISABLE_AFTER_FAILURES = 20;

/**
 * active: is sent to; paused: its owner stopped it; disabled: we stopped it, after nothing but failure; gone: it answered 410. Where it is
 * not active its deliveries stay pending for 30 days.
 */
export type EndpointState = 'active' | 'paused' | 'disabled' | 'gone';

export const ENDPOINT_MACHINE: Machine<EndpointState> = {
  name: 'endpoint',
  initial: 'active',
  transitions: {
    active: ['paused', 'disabled', 'gone'],
    // An attempt may be under way when its owner pauses it.
    paused: ['active', 'disabled', 'gone'],
    disabled: ['active', 'gone'],
    gone: ['active'],
  },
};

export interface EndpointHealth {
  readonly state: EndpointState;
  /** Attempts that failed since the last success. */
  readonly failuresInRow: number;
  /** When the first of them failed; null after a success. */
  readonly failingSince: Date | null;
}

/** The health after one attempt, and whether this attempt ended its being sent to (then admins are told and `endpoint.disabled` is written). */
export function afterAttempt(
  health: EndpointHealth,
  outcome: DeliveryOutcome,
  now: Date,
): EndpointHealth & { readonly stopped: 'disabled' | 'gone' | null } {
  // An answer that arrives after the endpoint was stopped does not start it again: that is a person's act.
  if (outcome === 'delivered') return { state: health.state, failuresInRow: 0, failingSince: null, stopped: null };
  const failuresInRow = health.failuresInRow + 1;
  const failingSince = health.failingSince ?? now;
  const failing = { failuresInRow, failingSince };
  if (outcome === 'gone') return { ...failing, state: 'gone', stopped: health.state === 'gone' ? null : 'gone' };
  const longEnough = now.getTime() - failingSince.getTime() >= DISABLE_AFTER_MS;
  if (health.state === 'active' && longEnough && failuresInRow >= DISABLE_AFTER_FAILURES) {
    return { ...failing, state: 'disabled', stopped: 'disabled' };
  }
  return { ...failing, state: health.state, stopped: null };
}

/** The health of an endpoint that a person starts again: without its past, or the next failure would disable it at once. */
export const RESTARTED_ENDPOINT: EndpointHealth = { state: 'active', failuresInRow: 0, failingSince: null };
