import type { DeliveryOutcome } from './delivery-outcome.js';
import { fraction } from './fraction.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waiting times before attempt 1, 2, ...: close together at first, for a receiver that restarts, then over three days (as Standard Webhooks and Stripe do). */
export const RETRY_DELAYS_MS: readonly number[] = [
  0,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

export const MAX_ATTEMPTS = RETRY_DELAYS_MS.length;
/** No wait is longer, whatever a receiver asks for. */
export const MAX_DELAY_MS = 24 * HOUR;
/** Spreads the retries of one outage, so that they do not come back as one wave. */
export const JITTER = 0.2;

export interface FinishedAttempt {
  readonly deliveryId: string;
  /** The attempt that has just ended, counted from 1 since the delivery became pending. */
  readonly attempt: number;
  readonly now: Date;
  readonly outcome: Exclude<DeliveryOutcome, 'delivered'>;
  /** What the answer's Retry-After said, in milliseconds from now. */
  readonly retryAfterMs?: number | null;
}

/**
 * When to try again after an attempt that did not succeed, or `dead`. A pure function of its input: the jitter of +-20 % comes from a hash of
 * delivery id and attempt. A receiver that asked to slow down gets at least the time that it named, and without one the schedule's next but one wait.
 */
export function nextAttempt({ deliveryId, attempt, now, outcome, retryAfterMs }: FinishedAttempt): Date | 'dead' {
  const scheduled = RETRY_DELAYS_MS[attempt];
  if (outcome === 'gone' || scheduled === undefined) return 'dead';
  const asked = outcome === 'slow_down' ? (retryAfterMs ?? null) : null;
  const base = outcome === 'slow_down' && asked === null ? (RETRY_DELAYS_MS[attempt + 1] ?? scheduled) : scheduled;
  const jittered = Math.round(base * (1 - JITTER + 2 * JITTER * fraction(`${attempt}:${deliveryId}`)));
  return new Date(now.getTime() + Math.min(Math.max(jittered, asked ?? 0), MAX_DELAY_MS));
}
