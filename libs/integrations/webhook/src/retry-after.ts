/** No receiver may silence an endpoint for longer than the longest step of the retry schedule (24 h). */
const MAX_MS = 24 * 60 * 60 * 1_000;

/** The three date forms of HTTP (RFC 9110, 5.6.7): IMF-fixdate, RFC 850 and asctime. */
const HTTP_DATE = /^(?:\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT|\w{6,9}, \d{2}-\w{3}-\d{2} [\d:]{8} GMT|\w{3} \w{3} [ \d]\d [\d:]{8} \d{4})$/;

/**
 * Milliseconds that a `Retry-After` header asks to wait (RFC 9110, 10.2.3: seconds or an HTTP date), counted from `now`; at most 24 h, 0 for
 * a date in the past, null where the header is missing or malformed.
 */
export function parseRetryAfter(header: string | undefined, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, MAX_MS);
  if (!HTTP_DATE.test(text)) return null;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now.getTime(), 0), MAX_MS);
}
