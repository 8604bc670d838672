/** What one batch did. */
export interface MassChangeBatch {
  /** Deliveries that were changed. */
  readonly changed: number;
  /** Milliseconds that the database worked. */
  readonly ms: number;
  /** Somebody else holds what is next: it is looked at again, after a rest. */
  readonly held?: boolean;
}

/** A batch of the deliveries of one endpoint. */
export interface SettledBatch extends MassChangeBatch {
  /** The position to go on behind; null where nothing is left there. */
  readonly next: number | null;
}

/**
 * Changes that concern any number of deliveries of an endpoint, carried out in batches. Each batch is a statement of its own and says for itself how far
 * it came, so it may be lost or done by several processes at once; rows that somebody else holds are never waited for, and never left out either.
 */
export abstract class MassChangeStore {
  /** Endpoints that were deleted while deliveries to them were unfinished, or to which some were added since. */
  abstract deletedWithUnfinished(limit: number): Promise<readonly string[]>;
  /** Ends unfinished deliveries of a deleted endpoint, behind a position. */
  abstract endUnfinished(endpointId: string, behind: number | null, limit: number): Promise<SettledBatch>;
  /** Makes failing deliveries due at one of the endpoints that have recovered. @returns null where there is none. */
  abstract retryFailing(limit: number): Promise<MassChangeBatch | null>;
}
