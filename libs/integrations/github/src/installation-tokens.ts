import { createHash } from 'node:crypto';
import type { DeployCredential, DeployTargetConnection } from '#application/ports/deploy-gateway';
import type { Exchange, GithubExchange } from './github-exchange.js';

/** A token to call with, or why there is none. `fresh` is true where it was fetched just now. */
export type TokenResult =
  | { readonly kind: 'token'; readonly token: string; readonly fresh: boolean }
  | { readonly kind: 'none'; readonly exchange: Exchange };

type AppCredential = Extract<DeployCredential, { kind: 'app' }>;

/** An installation token lives for 60 minutes; it is not used in its last one. */
const TOKEN_LIFE_MS = 59 * 60_000;

/** More than this many installations at once are not expected; beyond it the oldest is fetched anew. */
const MAX_CACHED = 1_000;

interface Cached {
  readonly expiresMs: number;
  readonly result: Promise<TokenResult>;
}

/**
 * Installation tokens of GitHub Apps, cached per server, App, key and installation. The cache is ours because the one of Octokit's App shares
 * requests in flight by installation id alone: two servers with the same id would be given each other's token.
 */
export class InstallationTokens {
  private readonly tokens = new Map<string, Cached>();
  private readonly installations = new Map<string, string>();

  constructor(
    private readonly exchange: GithubExchange,
    private readonly now: () => number,
  ) {}

  /** The token for the target's repository; parallel callers share one request. Never throws. */
  async get(target: DeployTargetConnection, credential: AppCredential, baseUrl: string, signal: AbortSignal): Promise<TokenResult> {
    const key = tokenKey(target, credential, baseUrl);
    const cached = this.tokens.get(key);
    if (cached !== undefined && cached.expiresMs > this.now()) {
      const result = await cached.result;
      return result.kind === 'token' ? { ...result, fresh: false } : result;
    }
    const result = this.fetch(target, credential, baseUrl, signal);
    this.remember(key, { expiresMs: this.now() + TOKEN_LIFE_MS, result });
    const token = await result;
    if (token.kind === 'none' && this.tokens.get(key)?.result === result) this.tokens.delete(key);
    return token;
  }

  /** Forgets the token and the installation that was looked up, after GitHub refused them. */
  forget(target: DeployTargetConnection, credential: AppCredential, baseUrl: string): void {
    const key = tokenKey(target, credential, baseUrl);
    this.tokens.delete(key);
    this.installations.delete(key);
  }

  private remember(key: string, cached: Cached): void {
    this.tokens.delete(key);
    this.tokens.set(key, cached);
    const oldest = this.tokens.keys().next().value;
    if (this.tokens.size > MAX_CACHED && oldest !== undefined) this.tokens.delete(oldest);
  }

  private async fetch(
    target: DeployTargetConnection,
    credential: AppCredential,
    baseUrl: string,
    signal: AbortSignal,
  ): Promise<TokenResult> {
    const jwt = await appJwt(credential);
    if (jwt === null) return { kind: 'none', exchange: unusableKey };
    const authorization = `Bearer ${jwt}`;
    const key = tokenKey(target, credential, baseUrl);
    let installation = credential.installationId ?? this.installations.get(key);
    if (installation === undefined) {
      const [owner, repo] = target.repository.split('/');
      const found = await this.exchange.send({
        baseUrl,
        authorization,
        signal,
        route: 'GET /repos/{owner}/{repo}/installation',
        parameters: { owner, repo },
      });
      installation = found.kind === 'answered' && found.status === 200 ? idOf(found.data) : undefined;
      if (installation === undefined) return { kind: 'none', exchange: found };
      this.installations.set(key, installation);
    }
    const answer = await this.exchange.send({
      baseUrl,
      authorization,
      signal,
      route: 'POST /app/installations/{installation_id}/access_tokens',
      // Narrowed to what deploying needs, whatever else the App may do.
      parameters: { installation_id: installation, permissions: { actions: 'write' } },
    });
    const token = answer.kind === 'answered' && answer.status === 201 ? tokenOf(answer.data) : undefined;
    return token === undefined ? { kind: 'none', exchange: answer } : { kind: 'token', token, fresh: true };
  }
}

const unusableKey: Exchange = {
  kind: 'unusable',
  message: 'The private key of the GitHub App cannot be used: give the deploy target the PEM file that GitHub gave',
};

/** A JWT of the App, 10 minutes at most (GitHub's limit), or null where the key is no key. */
async function appJwt(credential: AppCredential): Promise<string | null> {
  const { App } = await import('octokit');
  try {
    const app = new App({ appId: credential.appId, privateKey: credential.privateKey });
    const authentication: unknown = await app.octokit.auth({ type: 'app' });
    return tokenOf(authentication) ?? null;
  } catch {
    return null;
  }
}

function tokenKey(target: DeployTargetConnection, credential: AppCredential, baseUrl: string): string {
  const keyHash = createHash('sha256').update(credential.privateKey).digest('hex');
  return [baseUrl, credential.appId, keyHash, credential.installationId ?? target.repository.toLowerCase()].join('\n');
}

function tokenOf(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'token' in data && typeof data.token === 'string' ? data.token : undefined;
}

function idOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('id' in data)) return undefined;
  return typeof data.id === 'number' || typeof data.id === 'bigint' ? String(data.id) : undefined;
}
