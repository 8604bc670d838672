import { SlipwayError } from '#domain/errors/slipway-error';
import type { Verdict } from '#domain/promotion/verdict';

/** A refusal by the rule book as the error that doors show, with all its reasons (rule 12). */
export function refusal(verdict: Extract<Verdict, { kind: 'refuse' }>): SlipwayError {
  return new SlipwayError(verdict.code, verdict.reasons.map((reason) => reason.message).join(' '), {
    errors: verdict.reasons,
    ...(verdict.extra === undefined ? {} : { extra: verdict.extra }),
  });
}
