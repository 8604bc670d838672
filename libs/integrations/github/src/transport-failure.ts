import { OutboundError } from '#platform/outbound/outbound-error';
import { storableText } from './storable-text.js';

/**
 * What a failed request proves: `unusable` (the address may not be called, so a repeat fares alike), `not_sent` (nothing reached the other
 * side), `unclear` (it may have been received).
 */
export type TransportFailure = 'unusable' | 'not_sent' | 'unclear';

/** Codes that occur before the first byte of a request only: name resolution, connecting, the certificate. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ENODATA',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Codes that an established connection can end with too: they prove something only for the system call `connect`. */
const WHILE_CONNECTING = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT']);

/** Errors hold causes; deeper than this nobody nests them. */
const MAX_DEPTH = 5;

/** Reads a failure of `fetch`. In doubt it is `unclear`: sending again what was received would deploy twice. */
export function transportFailure(error: unknown): TransportFailure {
  if (error instanceof OutboundError && (error.errorClass === 'invalid_url' || error.errorClass === 'blocked_address')) return 'unusable';
  return neverSent(error, 0) ? 'not_sent' : 'unclear';
}

function neverSent(error: unknown, depth: number): boolean {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return false;
  if (
    error instanceof OutboundError &&
    (error.errorClass === 'dns' || error.errorClass === 'connect_timeout') &&
    error.cause === undefined
  ) {
    return true;
  }
  // Several addresses were tried: nothing was sent if none of them got further.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every((part) => neverSent(part, depth + 1));
  const code = textField(error, 'code');
  if (BEFORE_SENDING.has(code)) return true;
  if (WHILE_CONNECTING.has(code) && textField(error, 'syscall') === 'connect') return true;
  return neverSent(error.cause, depth + 1);
}

/** One line on what broke, fit to be shown: `fetch failed` says nothing, its cause does. */
export function failureLine(error: unknown): string {
  const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  const line = cause instanceof Error ? cause.message || textField(cause, 'code') || cause.name : String(cause);
  return storableText(line.split('\n')[0]?.slice(0, 200) ?? '');
}

function textField(error: Error, name: 'code' | 'syscall'): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}
