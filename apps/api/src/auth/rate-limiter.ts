import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';

/**
 * Requests of one credential in one window; reads are looser (docs/reference/rest.md, Limits). A training loop of 200 writes/s for a minute
 * stays under it.
 */
export interface RateLimits {
  readonly reads: number;
  readonly writes: number;
  /** Credentials from one address that are refused: each unknown one is a question to the database. */
  readonly failures: number;
}

export const DEFAULT_RATE_LIMITS: RateLimits = { reads: 60_000, writes: 30_000, failures: 30 };

const WINDOW_SECONDS = 60;
const MAX_KEYS = 20_000;

/** Where a caller stands after a request. */
export interface RateState {
  readonly policy: keyof RateLimits;
  readonly limit: number;
  /** 0 where this request was the last, or one too many. */
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly allowed: boolean;
}

/** Counts requests per caller in fixed windows of a minute, in the memory of this process. */
@Injectable()
export class RateLimiter {
  private readonly windows = new Map<string, { start: number; count: number }>();

  /** Without limits every request passes, uncounted. */
  constructor(
    private readonly limits: RateLimits | null,
    private readonly clock: Clock,
  ) {}

  /** Counts one request; null where nothing is limited. */
  take(caller: string, policy: keyof RateLimits): RateState | null {
    if (this.limits === null) return null;
    const limit = this.limits[policy];
    const now = this.clock.now().getTime();
    const window = this.window(`${policy} ${caller}`, now);
    window.count += 1;
    const resetSeconds = Math.max(1, Math.ceil((window.start + WINDOW_SECONDS * 1_000 - now) / 1_000));
    return { policy, limit, remaining: Math.max(0, limit - window.count), resetSeconds, allowed: window.count <= limit };
  }

  /** Seconds until a caller who has used up its limit may come again; 0 where it has not. Counts nothing. */
  waitSeconds(caller: string, policy: keyof RateLimits): number {
    if (this.limits === null) return 0;
    const window = this.windows.get(`${policy} ${caller}`);
    if (window === undefined || window.count < this.limits[policy]) return 0;
    return Math.max(0, Math.ceil((window.start + WINDOW_SECONDS * 1_000 - this.clock.now().getTime()) / 1_000));
  }

  private window(key: string, now: number): { start: number; count: number } {
    const current = this.windows.get(key);
    if (current !== undefined && now < current.start + WINDOW_SECONDS * 1_000) return current;
    this.windows.delete(key);
    if (this.windows.size >= MAX_KEYS) {
      const [oldest] = this.windows.keys();
      if (oldest !== undefined) this.windows.delete(oldest);
    }
    const fresh = { start: now, count: 0 };
    this.windows.set(key, fresh);
    return fresh;
  }
}

/** The headers of a state: the IETF draft's (RateLimit, RateLimit-Policy) and the classic ones. */
export function rateHeaders(state: RateState): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"${state.policy}";q=${state.limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"${state.policy}";r=${state.remaining};t=${state.resetSeconds}`,
    'x-ratelimit-limit': String(state.limit),
    'x-ratelimit-remaining': String(state.remaining),
    'x-ratelimit-reset': String(state.resetSeconds),
  };
}
