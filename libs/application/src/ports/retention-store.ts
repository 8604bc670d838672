/** What is kept for a time only. */
export type Expiring = 'keys' | 'deliveries' | 'redeliveries' | 'events';

/** Where a pass over what is too old stands: of use to the same store only. */
export type PurgePlace = readonly string[];

/** What one statement did. */
export interface PurgeBatch {
  readonly removed: number;
  /** Where to go on; null where nothing is left that may go. */
  readonly next: PurgePlace | null;
  /** Milliseconds that the database worked. */
  readonly ms: number;
}

/** Removes what is older than is promised. Each call is one short transaction that waits for nobody and that nobody waits for. */
export abstract class RetentionStore {
  /**
   * Looks at no more than `limit` rows that were written before `before`, oldest first, and removes those that may go: not a delivery that an
   * active endpoint is still to be sent, not a redelivery that has not ended, nor an event that a delivery needs or that has an older one behind it that is kept.
   * @returns null while another process is at it.
   */
  abstract purge(what: Expiring, workspace: string, before: Date, limit: number, after: PurgePlace | null): Promise<PurgeBatch | null>;
}
