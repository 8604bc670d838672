import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Fit for a header, a log line and a table; nothing that could be taken for markup. */
const SANE = /^[A-Za-z0-9._~:+/=-]{1,128}$/;

/** One random part per process and a counter: unique, and cheaper than random bytes for every request. */
const prefix = `req_${randomBytes(8).toString('hex')}`;
let count = 0;

/** The caller's X-Request-Id if it is sane, else a new one. */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && SANE.test(given)) return given;
  count += 1;
  return `${prefix}${count.toString(36).padStart(6, '0')}`;
}
