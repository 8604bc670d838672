import { expect, it } from 'vitest';
import { bypassesProxy } from './bypasses-proxy.js';

it.each([
  ['', 'a.example', 443, false],
  ['*', 'a.example', 443, true],
  ['a.example', 'a.example', 443, true],
  ['example', 'a.example', 443, true],
  ['.example b.test', 'a.example', 443, true],
  ['*.example', 'A.EXAMPLE.', 443, true],
  ['le', 'a.example', 443, false],
  ['a.example:8443', 'a.example', 443, false],
  ['a.example:8443, other', 'a.example', 8443, true],
  ['10.0.0.1', '10.0.0.1', 443, true],
  ['[::1]:443', '::1', 443, true],
  ['::1', '::1', 443, true],
])('NO_PROXY "%s" and %s:%i give %s', (noProxy, host, port, expected) => {
  expect(bypassesProxy(noProxy, host, port)).toBe(expected);
});
