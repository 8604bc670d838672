import { expect, it } from 'vitest';
import { OutboundError } from '#platform/outbound/outbound-error';
import { failureLine, transportFailure } from './transport-failure.js';

const system = (code: string, syscall: string) => Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
const failed = (cause: unknown) => new TypeError('fetch failed', { cause });
const guarded = (errorClass: ConstructorParameters<typeof OutboundError>[0], cause?: unknown) =>
  new OutboundError(errorClass, 'x', { cause });

it.each([
  ['a refused connection', failed(system('ECONNREFUSED', 'connect')), 'not_sent'],
  ['an unknown host', failed(system('ENOTFOUND', 'getaddrinfo')), 'not_sent'],
  ['a certificate that is not trusted', failed(system('SELF_SIGNED_CERT_IN_CHAIN', '')), 'not_sent'],
  ['no route, while connecting', failed(system('EHOSTUNREACH', 'connect')), 'not_sent'],
  ['no route, on an open connection', failed(system('EHOSTUNREACH', 'read')), 'unclear'],
  ['a timeout of the connection, while reading', guarded('connect_timeout', system('ETIMEDOUT', 'read')), 'unclear'],
  ['a reset', failed(system('ECONNRESET', 'read')), 'unclear'],
  [
    'several refused addresses',
    failed(new AggregateError([system('ECONNREFUSED', 'connect'), system('ENETUNREACH', 'connect')])),
    'not_sent',
  ],
  [
    'several addresses, one reset',
    failed(new AggregateError([system('ECONNREFUSED', 'connect'), system('ECONNRESET', 'read')])),
    'unclear',
  ],
  ['an abort', new DOMException('timeout', 'TimeoutError'), 'unclear'],
  ['a forbidden address', guarded('blocked_address'), 'unusable'],
  ['a malformed address', guarded('invalid_url'), 'unusable'],
  ['a name without address', guarded('dns'), 'not_sent'],
  ['no answer in time', guarded('timeout'), 'unclear'],
  ['an answer that is too large', guarded('too_large'), 'unclear'],
  ['a refusal under the guard', guarded('connect_refused', system('ECONNREFUSED', 'connect')), 'not_sent'],
  ['something that is no error', 'oops', 'unclear'],
])('%s is %s', (_name, error, proof) => {
  expect(transportFailure(error)).toBe(proof);
});

it('names the cause in one line', () => {
  expect(failureLine(failed(system('ECONNRESET', 'read')))).toBe('read ECONNRESET');
  expect(failureLine(new Error('first\nsecond'))).toBe('first');
});

it('gives a line that can be stored', () => {
  expect(failureLine(new Error(`\0${'x'.repeat(198)}\u{1f600}`))).toBe(`\ufffd${'x'.repeat(198)}\ufffd`);
});
