/**
 * Every way in which Slipway says no, with one sentence on when it applies. The status and the words of each protocol stand in the
 * doors' error maps, which are exhaustive: a code added here does not compile until each protocol has an answer.
 */
export const ERROR_CODES = {
  /** The request is malformed: JSON, a name, a number, an unknown field. `errors[]` points at each place. */
  INVALID_ARGUMENT: 'The request is malformed',
  /** A filter or order expression does not parse; the message names the column. */
  INVALID_FILTER: 'The filter expression is malformed',
  /** A cursor was not made by this list, or not for this filter and order. */
  INVALID_CURSOR: 'The cursor does not belong to this list',
  /** A read took longer than its statement limit; the message says what to narrow. */
  QUERY_TOO_EXPENSIVE: 'The query takes too long',
  /** No credential, or one that is unknown, expired or revoked. */
  UNAUTHENTICATED: 'A valid credential is required',
  /** The actor may see the thing, but lacks the right; the message names the right. */
  PERMISSION_DENIED: 'The actor lacks a right',
  /** The request came from a host or origin that is not ours (DNS rebinding, forged request). */
  FOREIGN_ORIGIN: 'The request comes from a foreign host or origin',
  /** Unknown, or not readable by this actor: both look the same on purpose. */
  NOT_FOUND: 'No such thing',
  /** No such route. */
  ROUTE_NOT_FOUND: 'No such route',
  /** The version existed and was deleted; its number is never used again. */
  VERSION_DELETED: 'The version was deleted',
  /** The event cursor points before the oldest event that is kept. */
  CURSOR_EXPIRED: 'The cursor is older than what is kept',
  /** The name is taken. */
  ALREADY_EXISTS: 'The name is taken',
  /** The thing is not in a state that allows this. */
  INVALID_STATE: 'The state does not allow this',
  /** The command named an incumbent that no longer stands there. */
  INCUMBENT_CHANGED: 'Another version stands in the stage now',
  /** If-Match names a revision that is no longer the newest. */
  REVISION_STALE: 'The resource has changed since it was read',
  /** The route requires If-Match and it is missing. */
  REVISION_REQUIRED: 'If-Match is required',
  /** The body is larger than the limit. */
  BODY_TOO_LARGE: 'The body is over the limit',
  /** The media type is not one that the route takes. */
  UNSUPPORTED_MEDIA_TYPE: 'The media type is not supported',
  /** The requested byte range lies outside the artifact. */
  RANGE_NOT_SATISFIABLE: 'The range lies outside the artifact',
  /** The same Idempotency-Key came with another body. */
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used with another body',
  /** Refused by a rule; `errors[]` lists the reasons. */
  REFUSED: 'Refused by a rule',
  /** The version is not READY. */
  VERSION_NOT_READY: 'The version is not ready',
  /** The version's stored bytes do not match their digest. */
  VERSION_DAMAGED: 'The version is damaged',
  /** Automation may not change this stage while a hold stands. */
  STAGE_HELD: 'The stage is held',
  /** This version may not enter this stage until a person lifts the quarantine. */
  VERSION_QUARANTINED: 'The version is quarantined for this stage',
  /** Nothing to roll back to. */
  ROLLBACK_IMPOSSIBLE: 'There is no version to roll back to',
  /** Bytes of a registered version do not change. */
  ARTIFACT_IMMUTABLE: 'Bytes do not change after registration',
  /** Too many requests; Retry-After says when. */
  RATE_LIMITED: 'Too many requests',
  /** The database is away, others hold for too long what is needed, or more requests wait than can be answered in time; Retry-After says when to try again. */
  UNAVAILABLE: 'The database cannot do it now',
  /** The disk under the artifact store is full. */
  STORAGE_FULL: 'The artifact store is full',
  /** A bug: nothing that the caller could mend. */
  INTERNAL: 'Internal error',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
