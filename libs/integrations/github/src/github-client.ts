import { createHash } from 'node:crypto';
import type { DeployTargetConnection } from '#application/ports/deploy-gateway';
import { GithubExchange } from './github-exchange.js';
import type { Exchange, FetchLike } from './github-exchange.js';
import { InstallationTokens } from './installation-tokens.js';
import { messageOf, RateLimiter } from './rate-limit.js';

/** An exchange, or a rate limit. `beforeSending` is true where the failure happened while getting a token: the call itself never left. */
export type Reply = (Exchange | { readonly kind: 'rate_limited'; readonly retryAfterMs: number; readonly message: string }) & {
  readonly beforeSending: boolean;
};

export interface GithubClientOptions {
  /** `outboundFetch` with room for a page of runs: at least 10 MB. */
  readonly fetch: FetchLike;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const PUBLIC_API = 'https://api.github.com';

/**
 * Calls GitHub's REST API for one deploy target: credential, rate limits per credential, and exactly one send per call (a second one only after
 * a 401 to a cached token, which GitHub provably did not act on). Never throws, never follows a URL that GitHub gives.
 */
export class GithubClient {
  private readonly exchange: GithubExchange;
  private readonly tokens: InstallationTokens;
  private readonly limiter: RateLimiter;

  constructor(options: GithubClientOptions) {
    const now = options.now ?? Date.now;
    this.exchange = new GithubExchange(options.fetch);
    this.tokens = new InstallationTokens(this.exchange, now);
    this.limiter = new RateLimiter(now);
  }

  /** `route` is relative to the repository: `GET /actions/runs/{run_id}`. */
  async call(
    target: DeployTargetConnection,
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<Reply> {
    const [owner, repo, ...rest] = target.repository.split('/');
    if (owner === undefined || owner === '' || repo === undefined || repo === '' || rest.length > 0) {
      return { kind: 'unusable', message: `${target.repository} is not a repository: write owner/name`, beforeSending: true };
    }
    const limitKey = credentialKey(target);
    const waitMs = this.limiter.waitMs(limitKey);
    if (waitMs > 0) return { kind: 'rate_limited', retryAfterMs: waitMs, message: 'GitHub has set a rate limit', beforeSending: true };
    const [method, path] = route.split(' ');
    const request = {
      baseUrl: baseUrlOf(target),
      route: `${method} /repos/{owner}/{repo}${path}`,
      parameters: { ...parameters, owner, repo },
      signal,
    };

    const first = await this.authorize(target, request.baseUrl, signal);
    if (first.kind === 'none') return { ...this.limited(limitKey, first.exchange), beforeSending: true };
    const answer = await this.exchange.send({ ...request, authorization: `Bearer ${first.token}` });
    if (!this.wasStale(target, first, answer)) return { ...this.limited(limitKey, answer), beforeSending: false };

    const second = await this.authorize(target, request.baseUrl, signal);
    if (second.kind === 'none') return { ...this.limited(limitKey, second.exchange), beforeSending: true };
    const again = await this.exchange.send({ ...request, authorization: `Bearer ${second.token}` });
    return { ...this.limited(limitKey, again), beforeSending: false };
  }

  private async authorize(target: DeployTargetConnection, baseUrl: string, signal: AbortSignal) {
    const { credential } = target;
    if (credential.kind === 'token') return { kind: 'token', token: credential.token, fresh: true } as const;
    return this.tokens.get(target, credential, baseUrl, signal);
  }

  /** True where GitHub no longer takes a cached installation token; it is forgotten. */
  private wasStale(target: DeployTargetConnection, used: { readonly fresh: boolean }, answer: Exchange): boolean {
    if (target.credential.kind !== 'app' || answer.kind !== 'answered' || answer.status !== 401) return false;
    this.tokens.forget(target, target.credential, baseUrlOf(target));
    return !used.fresh;
  }

  private limited(
    key: string,
    exchange: Exchange,
  ): Exchange | { readonly kind: 'rate_limited'; readonly retryAfterMs: number; readonly message: string } {
    const limit = exchange.kind === 'answered' ? this.limiter.note(key, exchange) : null;
    if (limit === null || exchange.kind !== 'answered') return exchange;
    return { kind: 'rate_limited', retryAfterMs: limit.retryAfterMs, message: messageOf(exchange.data) || 'GitHub has set a rate limit' };
  }
}

function baseUrlOf(target: DeployTargetConnection): string {
  return (target.apiUrl ?? PUBLIC_API).replace(/\/+$/, '');
}

/** GitHub counts per token or per installation; targets that share one share its limits. */
function credentialKey(target: DeployTargetConnection): string {
  const { credential } = target;
  const who =
    credential.kind === 'token'
      ? createHash('sha256').update(credential.token).digest('hex')
      : `${credential.appId}/${credential.installationId ?? target.repository.split('/')[0]?.toLowerCase()}`;
  return `${baseUrlOf(target)} ${who}`;
}
