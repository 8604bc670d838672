import type { ErrorCode } from '#domain/errors/error-code';

/** What one code is in each protocol; a protocol that comes later adds its column here. */
interface ErrorAnswer {
  /** HTTP status of a REST answer. */
  readonly status: number;
}

/** Exhaustive: a new code does not compile until each protocol has an answer for it (docs/reference/errors.md). */
export const ERROR_MAP = {
  INVALID_ARGUMENT: { status: 400 },
  INVALID_FILTER: { status: 400 },
  INVALID_CURSOR: { status: 400 },
  QUERY_TOO_EXPENSIVE: { status: 400 },
  UNAUTHENTICATED: { status: 401 },
  PERMISSION_DENIED: { status: 403 },
  FOREIGN_ORIGIN: { status: 403 },
  NOT_FOUND: { status: 404 },
  ROUTE_NOT_FOUND: { status: 404 },
  VERSION_DELETED: { status: 404 },
  CURSOR_EXPIRED: { status: 410 },
  ALREADY_EXISTS: { status: 409 },
  INVALID_STATE: { status: 409 },
  INCUMBENT_CHANGED: { status: 409 },
  REVISION_STALE: { status: 412 },
  REVISION_REQUIRED: { status: 428 },
  BODY_TOO_LARGE: { status: 413 },
  UNSUPPORTED_MEDIA_TYPE: { status: 415 },
  RANGE_NOT_SATISFIABLE: { status: 416 },
  IDEMPOTENCY_KEY_REUSED: { status: 422 },
  REFUSED: { status: 422 },
  VERSION_NOT_READY: { status: 422 },
  VERSION_DAMAGED: { status: 422 },
  STAGE_HELD: { status: 422 },
  VERSION_QUARANTINED: { status: 422 },
  ROLLBACK_IMPOSSIBLE: { status: 422 },
  ARTIFACT_IMMUTABLE: { status: 409 },
  RATE_LIMITED: { status: 429 },
  UNAVAILABLE: { status: 503 },
  STORAGE_FULL: { status: 507 },
  INTERNAL: { status: 500 },
} as const satisfies Record<ErrorCode, ErrorAnswer>;
