/**
 * Says that a suite, or a part of it, does not run here, and why.
 * @throws Error where `SLIPWAY_PEERS_REQUIRED` is set, as in ci.yml: there everything must run.
 */
export function notRun(reason: string): void {
  const sentence = `NOT RUN: ${reason}`;
  if (process.env['SLIPWAY_PEERS_REQUIRED']) throw new Error(sentence);
  process.stderr.write(`${sentence}\n`);
}
