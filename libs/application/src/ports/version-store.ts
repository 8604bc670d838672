import type { CommandContext } from '#application/shared/command-context';
import type { CheckStatus } from '#domain/registry/check';
import type { DeletionFacts } from '#domain/registry/decide-deletion';
import type { Lineage } from '#domain/registry/lineage';
import type { MetricValue } from '#domain/registry/metric';
import type { NewAuditEntry, NewEvent } from './journal.js';
import type { KnownKey } from './promotion-store.js';
import type { Transaction } from './unit-of-work.js';

/** A version as the use cases that change it need it; deleted ones are found too. */
export interface StoredVersion {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly description: string;
  readonly runLink: string | null;
  /** Where it stands; None for a deleted one. */
  readonly stage: string;
  readonly deleted: boolean;
  readonly revision: number;
}

/**
 * A version without its number, which the database gives. Events, audit entries and the source may name the number as `numberOf(id)`
 * before it is known.
 */
export interface NewVersion {
  readonly id: string;
  readonly modelId: string;
  readonly status: 'PENDING_REGISTRATION' | 'READY';
  readonly integrity: 'unverified';
  readonly source: string;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly description: string;
  readonly lineage: Lineage;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly params: Readonly<Record<string, string>>;
  readonly events: readonly NewEvent[];
  readonly audit: readonly NewAuditEntry[];
}

/** What stands for the number of a version that is being registered. */
export function numberOf(versionId: string): string {
  return `${versionId}#number`;
}

/** `gone`: the model was deleted meanwhile. */
export type RegisterOutcome =
  | { readonly outcome: 'registered'; readonly version: number; readonly at: Date }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'replayed'; readonly known: KnownKey };

/** What falls together with deleted versions. */
export interface DeletionReading extends DeletionFacts {
  readonly aliases: readonly { readonly alias: string; readonly version: number; readonly boundStage: string | null }[];
  readonly openRequests: readonly { readonly id: string; readonly version: number; readonly toStage: string }[];
  /** More versions stand in None or Archived than were read. */
  readonly more: boolean;
}

/** A check to store. */
export interface NewCheck {
  readonly name: string;
  readonly status: CheckStatus;
  readonly summary: string;
  readonly url: string | null;
}

/** Entries of a key-value table to set, and keys to remove. */
export interface EntryChanges<T> {
  readonly set: Readonly<Record<string, T>>;
  readonly removed: readonly string[];
}

/** Versions of registered models. Whoever writes through it holds the lock of the model's row. */
export abstract class VersionStore {
  /** One call of the database function; a transaction of its own, so numbers have no gaps. */
  abstract register(context: CommandContext, version: NewVersion): Promise<RegisterOutcome>;
  abstract find(tx: Transaction, modelId: string, version: number): Promise<StoredVersion | null>;
  abstract update(
    tx: Transaction,
    versionId: string,
    changes: { readonly description?: string; readonly runLink?: string | null },
    at: Date,
  ): Promise<void>;
  /** @returns false when the tag has that value already. */
  abstract setTag(tx: Transaction, workspace: string, versionId: string, key: string, value: string): Promise<boolean>;
  /** @returns false when there is no such tag. */
  abstract removeTag(tx: Transaction, versionId: string, key: string): Promise<boolean>;
  /** One statement for all keys. */
  abstract changeMetrics(
    tx: Transaction,
    workspace: string,
    versionId: string,
    changes: EntryChanges<MetricValue>,
    at: Date,
  ): Promise<void>;
  /** One statement for all keys. */
  abstract changeParams(tx: Transaction, workspace: string, versionId: string, changes: EntryChanges<string>, at: Date): Promise<void>;
  /** Sets the newest result of the check of that name. */
  abstract putCheck(tx: Transaction, context: CommandContext, versionId: string, check: NewCheck, at: Date): Promise<void>;
  /**
   * The versions of the model that are not deleted, or one of them, and what falls with them. Of those that stand in None and Archived, which
   * may be very many, no more than some hundreds, by their numbers after `after`.
   */
  abstract readDeletion(tx: Transaction, modelId: string, versionId: string | null, after?: number): Promise<DeletionReading>;
  /** Closes placements, removes aliases, voids open requests, marks the versions and the model as changed. */
  abstract delete(
    tx: Transaction,
    context: CommandContext,
    modelId: string,
    versionIds: readonly string[],
    reason: string,
    at: Date,
  ): Promise<void>;
}
