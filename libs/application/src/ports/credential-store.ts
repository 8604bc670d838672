import type { Actor } from '#domain/access/actor';

/** A token that is good (neither unknown nor revoked, its holder not disabled) with everything its holder may do. */
export interface Credential {
  readonly actor: Actor;
  readonly tokenId: string;
  /** Whoever uses it compares this with the clock on every request. */
  readonly expiresAt: Date | null;
}

/** Finds out who a token speaks for. */
export abstract class CredentialStore {
  /** @returns null when no token has this hash, when it was revoked, or when its holder is disabled. */
  abstract findByTokenHash(workspace: string, hash: string): Promise<Credential | null>;
  /** Notes that these tokens were used; written in batches, so it may lag by half a minute. */
  abstract touchLastUsed(tokenIds: readonly string[], at: Date): Promise<void>;
}
