import type { IncomingHttpHeaders } from 'node:http';
import { expect, it } from 'vitest';
import { readForwarded } from './forwarded.js';

const read = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  readForwarded({ headers });
  return headers;
};

it.each([
  ['for=192.0.2.43', '192.0.2.43'],
  ['For="[2001:db8:cafe::17]:4711"', '2001:db8:cafe::17'],
  ['for=192.0.2.60;proto=http;by=203.0.113.43', '192.0.2.60'],
  ['for=192.0.2.43:47011, for=198.51.100.17', '192.0.2.43, 198.51.100.17'],
  ['for=unknown, for="_a,b", for=10.0.0.1', 'unknown, _a,b, 10.0.0.1'],
])('reads the clients of %s', (forwarded, expected) => {
  expect(read({ forwarded })['x-forwarded-for']).toBe(expected);
});

it('reads the last host and scheme', () => {
  expect(read({ forwarded: 'for=192.0.2.1;host=inner;proto=http, for=10.0.0.1;host="a.example:8443";proto=https' })).toMatchObject({
    'x-forwarded-host': 'a.example:8443',
    'x-forwarded-proto': 'https',
  });
});

it('says nothing where an element names no client, and nothing over what the proxy says in the older headers', () => {
  expect(read({ forwarded: 'for=192.0.2.1, proto=https' })['x-forwarded-for']).toBeUndefined();
  expect(read({ forwarded: '' })['x-forwarded-for']).toBeUndefined();
  expect(read({ forwarded: 'for=192.0.2.1', 'x-forwarded-for': '192.0.2.9' })['x-forwarded-for']).toBe('192.0.2.9');
});
