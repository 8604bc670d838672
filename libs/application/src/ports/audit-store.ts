import type { KnownHash, Seal } from '#domain/audit/audit-chain';
import type { JsonValue } from '#domain/audit/canonical-json';
import type { Transaction } from './unit-of-work.js';

/** An entry as it is sealed and exported: every column that says something, so that none can be changed unseen. */
export type AuditRecord = Readonly<Record<string, JsonValue>> & { readonly id: string };

/** One line of an export. */
export interface SealedRecord extends Seal {
  readonly entry: AuditRecord;
}

/** A checkpoint as it was signed. */
export interface SignedCheckpoint extends KnownHash {
  /** The text that was signed; it holds position, hash and time. */
  readonly payload: string;
  /** Ed25519 over the text's UTF-8 bytes, base64. */
  readonly signature: string;
  /** Names the key that signed. */
  readonly keyId: string;
  readonly createdAt: Date;
}

/** The audit log and its chain. Nothing here changes or removes what was written; the database refuses it too. */
export abstract class AuditStore {
  /** @returns true where something waits for the sealer; cheap, and asked outside a transaction. */
  abstract hasUnsealed(workspace: string): Promise<boolean>;
  /** @returns seconds since the oldest entry that waits was written; 0 when none waits. The sealing lag of the metrics. */
  abstract sealingLag(workspace: string): Promise<number>;

  /** Makes this transaction the workspace's one sealer until it ends. @returns false when another one is at work. */
  abstract lockChain(tx: Transaction, workspace: string): Promise<boolean>;
  /** The entries that wait, in the order in which they were written, as far as that is known. */
  abstract unsealed(tx: Transaction, workspace: string, limit: number): Promise<readonly AuditRecord[]>;
  /** Adds the entries of these ids to the chain, and takes them off the list of those that wait. */
  abstract seal(tx: Transaction, workspace: string, seals: readonly (Seal & { readonly entryId: string })[]): Promise<void>;

  /** The newest seal; null while nothing is sealed. */
  abstract head(workspace: string, tx?: Transaction): Promise<KnownHash | null>;
  /** The hash at a position; null where there is none. */
  abstract hashAt(workspace: string, position: number): Promise<string | null>;
  /** Sealed entries from a position on, in the order of the chain. */
  abstract sealed(workspace: string, from: number, limit: number): Promise<readonly SealedRecord[]>;

  /** The newest checkpoint within these positions; null where there is none. */
  abstract newestCheckpoint(workspace: string, from?: number, to?: number): Promise<SignedCheckpoint | null>;
  /** Keeps a checkpoint, unless one of that position is kept already. */
  abstract keepCheckpoint(workspace: string, checkpoint: SignedCheckpoint): Promise<void>;
}
