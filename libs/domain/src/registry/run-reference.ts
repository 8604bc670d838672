import { invalid } from '../errors/slipway-error.js';
import { codePoints, hasLoneSurrogate, hasUnprintable } from './text.js';

/** MLflow's run ids are 32 characters, other trackers' are longer. */
export const MAX_RUN_ID = 256;
/** What browsers and proxies carry without trouble. */
export const MAX_LINK = 2_048;

/** Gives the id of a training run back if a version may name it. Throws INVALID_ARGUMENT at `pointer`. */
export function checkRunId(runId: string, pointer: string): string {
  const refuse = (message: string) => invalid(pointer, 'run_id', message);
  if (runId.trim() === '') throw refuse('A run id must not be blank; leave it out where there is no run');
  if (codePoints(runId) > MAX_RUN_ID) throw refuse(`A run id has at most ${MAX_RUN_ID} characters`);
  if (hasLoneSurrogate(runId) || hasUnprintable(runId)) throw refuse('A run id must not contain control or bidirectional characters');
  return runId;
}

/**
 * Gives a link back that people will click: absolute, `http` or `https`, without user name or password. Nothing is fetched from it.
 * Throws INVALID_ARGUMENT at `pointer`.
 */
export function checkLink(link: string, pointer: string): string {
  const refuse = (message: string) => invalid(pointer, 'link', message);
  if (codePoints(link) > MAX_LINK) throw refuse(`A link has at most ${MAX_LINK} characters`);
  if (hasLoneSurrogate(link) || hasUnprintable(link) || /\s/.test(link))
    throw refuse('A link must not contain blanks, control or bidirectional characters');
  if (!/^https?:\/\/[^/?#]/i.test(link)) throw refuse("A link starts with 'https://' or 'http://' and a host");
  if (/^https?:\/\/[^/?#]*[@\\]/i.test(link)) throw refuse('A link must not contain a user name or password');
  return link;
}
