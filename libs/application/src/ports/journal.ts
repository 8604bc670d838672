import type { CommandContext } from '#application/shared/command-context';
import type { Transaction } from './unit-of-work.js';

/** A fact to publish. Its id, time and sequence are given when it is written. */
export interface NewEvent {
  readonly type: string;
  /** The stage that it is about, for endpoint filters. */
  readonly stage?: string | null;
  /** For a test event: the one endpoint that gets it. */
  readonly endpointId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One act for the audit log. */
export interface NewAuditEntry {
  /** Dotted verb, such as `promotion.apply`. */
  readonly action: string;
  readonly outcome: 'done' | 'refused';
  readonly objectType: string;
  readonly objectId: string;
  /** Only where the journal is written without a model but the act concerns one (a refusal). */
  readonly modelId?: string;
  readonly model?: string;
  readonly reason?: string | null;
  /** What changed, before and after; never a secret. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The events and audit entries of one change. */
export interface JournalEntry {
  /** Null for changes that concern no model. */
  readonly modelId: string | null;
  readonly events: readonly NewEvent[];
  readonly audit: readonly NewAuditEntry[];
}

/** Writes events (the outbox) and audit entries in the transaction of the change that they tell of (rule 3). */
export abstract class Journal {
  /**
   * @returns the time of the change: later than every earlier change of the same model, whose row stays locked until the commit.
   */
  abstract record(tx: Transaction, context: CommandContext, entry: JournalEntry): Promise<Date>;
}
