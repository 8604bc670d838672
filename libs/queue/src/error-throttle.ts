/** Called with an error worth a log line and the number of like errors that were left out since the last call. */
export type ErrorLogger = (error: Error, suppressed: number) => void;

/** Ten reconnecting clients emit dozens of errors a second; one line in five seconds says as much. */
const DEFAULT_INTERVAL_MS = 5_000;

/**
 * Wraps a logger so that it is called at most once per interval (milliseconds); the first error passes at once. `now` is a monotonic clock
 * in milliseconds. A logger that throws is ignored, because the caller is an event emitter of a connection.
 */
export function throttleErrors(
  log: ErrorLogger,
  intervalMs = DEFAULT_INTERVAL_MS,
  now: () => number = () => performance.now(),
): (error: Error) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let suppressed = 0;
  return (error) => {
    const at = now();
    if (at - lastAt < intervalMs) {
      suppressed += 1;
      return;
    }
    lastAt = at;
    const left = suppressed;
    suppressed = 0;
    try {
      log(error, left);
    } catch {
      // A broken logger must not break the connection that reports through it.
    }
  };
}
