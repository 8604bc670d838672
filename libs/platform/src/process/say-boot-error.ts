import { ConfigError } from '../config/config-error.js';
import { AlreadyRunningError, EmbeddedPostgresError } from '../embedded-postgres/already-running-error.js';

/** A class of errors whose message is all that the user needs to mend it. */
export type ExplainedError = abstract new (...args: never[]) => Error;

/**
 * Writes why a boot ended to standard error: for the user's own mistakes and known troubles the sentence alone, for everything else the whole
 * error, because then it is ours to mend. `explained`: further classes of the first kind.
 */
export function sayBootError(error: unknown, explained: readonly ExplainedError[] = []): void {
  const known = [ConfigError, AlreadyRunningError, EmbeddedPostgresError, ...explained].some((type) => error instanceof type);
  const causes = causesOf(error);
  const text = known && error instanceof Error ? error.message : causes;
  process.stderr.write(`${text}\n`);
}

function causesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${causesOf(error.cause)}`;
}
