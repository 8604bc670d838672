import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import { CredentialStore, type Credential } from '#application/ports/credential-store';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';

/** A revocation in another process counts after this long at the latest. */
const LIFETIME_MS = 1_000;
const MAX_KNOWN = 10_000;
/** Kept apart and small: a flood of wrong tokens must not push out the right ones. */
const MAX_UNKNOWN = 1_000;

interface Entry {
  readonly answer: Promise<Credential | null>;
  /** Asked anew from then on. */
  until: number;
}

/**
 * Who a token speaks for, asked of the database at most once a second per token. Requests that come together share one question. Expiry is
 * for the caller to compare on every request.
 */
@Injectable()
export class CredentialCache {
  private readonly known = new Map<string, Entry>();
  private readonly unknown = new Map<string, Entry>();

  constructor(
    private readonly store: CredentialStore,
    private readonly clock: Clock,
  ) {}

  /** @throws SlipwayError UNAVAILABLE when the database is away; that is not remembered. */
  find(hash: string): Promise<Credential | null> {
    const now = this.clock.now().getTime();
    const entry = this.known.get(hash) ?? this.unknown.get(hash);
    if (entry !== undefined && now < entry.until) return entry.answer;
    this.unknown.delete(hash);
    const answer = this.store.findByTokenHash(DEFAULT_WORKSPACE, hash);
    const fresh = { answer, until: now + LIFETIME_MS };
    remember(this.known, hash, fresh, MAX_KNOWN);
    answer.then(
      (found) => {
        if (found !== null || this.known.get(hash) !== fresh) return;
        this.known.delete(hash);
        remember(this.unknown, hash, fresh, MAX_UNKNOWN);
      },
      () => {
        if (this.known.get(hash) === fresh) this.known.delete(hash);
      },
    );
    return answer;
  }

  /** Whether the token of this hash was good, or is being asked for, when it was last seen. Asks nobody. */
  wasGood(hash: string): boolean {
    return this.known.has(hash);
  }

  /**
   * Asks for everything anew: called after every change of tokens, bindings, groups and accounts in this process. Which tokens were good stays
   * known, or each such change would leave the callers behind a guesser's address outside.
   */
  clear(): void {
    for (const entry of this.known.values()) entry.until = 0;
    this.unknown.clear();
  }
}

function remember(entries: Map<string, Entry>, hash: string, entry: Entry, max: number): void {
  // Taken out first, so that a Map's order is the order of use.
  entries.delete(hash);
  if (entries.size >= max) {
    const [oldest] = entries.keys();
    if (oldest !== undefined) entries.delete(oldest);
  }
  entries.set(hash, entry);
}
