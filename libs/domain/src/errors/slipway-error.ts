import type { ErrorCode } from './error-code.js';

/** One place in the input that is wrong, or one reason of a refusal. */
export interface ErrorDetail {
  /** JSON pointer (RFC 6901) into the body, or the name of the parameter; absent where the whole request is meant. */
  readonly pointer?: string;
  /** Stable word for the reason, for programs. */
  readonly code: string;
  /** What is wrong and what would make it right, for people. */
  readonly message: string;
}

export interface SlipwayErrorOptions {
  readonly errors?: readonly ErrorDetail[];
  /** Seconds after which a repeat makes sense. */
  readonly retryAfter?: number;
  /** Further members for the answer (for example `incumbent`, `etag`, `column`); never a secret. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The one error that use cases throw on purpose. Doors translate `code` by their error map; `message` is shown to the caller, so it says
 * what is wrong and what to do, and never holds a secret.
 */
export class SlipwayError extends Error {
  readonly errors: readonly ErrorDetail[];
  readonly retryAfter: number | undefined;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: SlipwayErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SlipwayError';
    this.errors = options.errors ?? [];
    this.retryAfter = options.retryAfter;
    this.extra = options.extra ?? {};
  }
}

/** Shorthand for a malformed input at one place. */
export function invalid(pointer: string, code: string, message: string): SlipwayError {
  return new SlipwayError('INVALID_ARGUMENT', message, { errors: [{ pointer, code, message }] });
}
