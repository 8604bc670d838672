import { invalid } from '../errors/slipway-error.js';
import { codePoints, isStorable } from './text.js';

/** What an outside system can say of a version, in the words of GitHub's commit statuses; `neutral` neither passes nor fails. */
export const CHECK_STATUSES = ['pending', 'success', 'failure', 'error', 'neutral'] as const;

export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** Room for a paragraph; the report itself stands behind the check's link. */
export const MAX_CHECK_SUMMARY = 4_096;

/** Gives the status of that name. Throws INVALID_ARGUMENT at `pointer`. */
export function checkCheckStatus(text: string, pointer: string): CheckStatus {
  const status = CHECK_STATUSES.find((one) => one === text);
  if (status === undefined) throw invalid(pointer, 'check_status', `The status of a check is one of ${CHECK_STATUSES.join(', ')}`);
  return status;
}

/** Gives the summary back if a check may have it. Throws INVALID_ARGUMENT at `pointer`. */
export function checkCheckSummary(summary: string, pointer: string): string {
  if (!isStorable(summary)) throw invalid(pointer, 'check_summary', 'A summary must not contain NUL or a lone surrogate');
  const length = codePoints(summary);
  if (length > MAX_CHECK_SUMMARY) {
    throw invalid(
      pointer,
      'check_summary',
      `A summary has at most ${MAX_CHECK_SUMMARY} characters, this one has ${length}; put the rest behind the link`,
    );
  }
  return summary;
}
