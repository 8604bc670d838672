import { storableText } from './storable-text.js';

/** A refusal for asking too much: how long to wait, in milliseconds. */
export interface RateLimit {
  readonly retryAfterMs: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Reads a rate limit out of an answer, or null where it is none. GitHub refuses with 403 or 429 and asks to obey, in this order: `retry-after`;
 * `x-ratelimit-reset` where nothing remains; else at least a minute, growing exponentially (`priorHits`: refusals in a row before this one).
 * A 403 without any sign of a limit is a missing permission. Source: GitHub's "Best practices" and "Rate limits for the REST API".
 */
export function rateLimitOf(answer: Answer, priorHits: number, nowMs: number): RateLimit | null {
  if (answer.status !== 403 && answer.status !== 429) return null;
  const retryAfter = seconds(answer.headers['retry-after']);
  if (retryAfter !== null) return { retryAfterMs: retryAfter * 1000 };
  const reset = seconds(answer.headers['x-ratelimit-reset']);
  if (answer.headers['x-ratelimit-remaining'] === '0' && reset !== null) {
    // A second more: the reset is cut to whole seconds. Never more than the hour that a window lasts, should a clock be wrong.
    return { retryAfterMs: Math.min(Math.max(reset * 1000 - nowMs, 0) + 1000, HOUR_MS) };
  }
  if (answer.status === 403 && !/rate limit|abuse detection/i.test(messageOf(answer.data))) return null;
  return { retryAfterMs: Math.min(MINUTE_MS * 2 ** Math.min(priorHits, 6), HOUR_MS) };
}

/** The `message` of a GitHub error body, fit to be stored, or an empty text. */
export function messageOf(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('message' in data)) return '';
  return typeof data.message === 'string' ? storableText(data.message.slice(0, 500)) : '';
}

function seconds(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,12}$/.test(value) ? Number(value) : null;
}

/**
 * Remembers, per credential, until when GitHub refuses, so that one refusal is not asked for again by every other deployment: going on under
 * a secondary limit lengthens it. Per process; another process learns it by its own first refusal.
 */
export class RateLimiter {
  private readonly blocked = new Map<string, { untilMs: number; hits: number }>();

  constructor(private readonly now: () => number) {}

  /** Milliseconds still to wait, or 0. */
  waitMs(key: string): number {
    return Math.max((this.blocked.get(key)?.untilMs ?? 0) - this.now(), 0);
  }

  /** Notes an answer; returns the limit that it states, or null. Any other answer ends the run of refusals. */
  note(key: string, answer: Answer): RateLimit | null {
    const hits = this.blocked.get(key)?.hits ?? 0;
    const limit = rateLimitOf(answer, hits, this.now());
    if (limit === null) this.blocked.delete(key);
    else this.blocked.set(key, { untilMs: this.now() + limit.retryAfterMs, hits: hits + 1 });
    return limit;
  }
}
