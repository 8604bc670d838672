import type { CommandContext } from '#application/shared/command-context';
import type { KnownKey } from './promotion-store.js';
import type { Transaction } from './unit-of-work.js';

/** What a command under an idempotency key made, so that a repeat can render it again. */
export interface KeyedOutcome {
  /** The HTTP status of the first answer. */
  readonly status: number;
  readonly resourceType: string;
  readonly resourceId: string;
}

/**
 * Remembers the idempotency keys of creating commands in the transaction of the creation itself: the key and what it made are committed
 * together or not at all.
 */
export abstract class IdempotencyStore {
  /**
   * Writes the context's key; a rival under the same key waits here for the first one's commit.
   * @returns null when the key is new (or there is none), else what the first command made: roll back, and answer `replayOf` it.
   */
  abstract claim(tx: Transaction, context: CommandContext, outcome: KeyedOutcome): Promise<KnownKey | null>;
  /** What was made under the context's key before, read outside a transaction; null where nothing was, or without a key. */
  abstract find(context: CommandContext): Promise<KnownKey | null>;
}
