import { expect, it } from 'vitest';
import { foreignness } from './host-guard.js';

const known = { allowedHosts: ['slipway.internal'], publicUrl: 'https://registry.example.com/slipway' };
const question = { method: 'GET', path: '/api/v1/models', host: 'localhost:5000', origin: undefined, fetchSite: undefined };

it.each([
  ['localhost:5000', true],
  ['LOCALHOST', true],
  ['app.localhost:5000', true],
  ['127.0.0.1:5000', true],
  ['192.168.1.7', true],
  ['[::1]:5000', true],
  ['slipway.internal:5000', true],
  ['Slipway.Internal.', true],
  ['registry.example.com', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['evil.example#localhost', false],
  ['user@evil.example', false],
  ['localhost@evil.example', false],
  ['', false],
  ['a b', false],
])('knows the host %s: %s', (host, expected) => {
  expect(foreignness({ ...question, host }, known) === null).toBe(expected);
});

it.each(['/livez', '/readyz', '/metrics', '/health', '/version'])('lets probes ask for %s by any host', (path) => {
  expect(foreignness({ ...question, path, host: 'pod-17.example' }, known)).toBeNull();
});

it.each([
  ['POST', 'http://localhost:5000', undefined, true],
  ['POST', 'https://localhost:5000', undefined, true],
  ['POST', 'https://registry.example.com', undefined, true],
  ['POST', 'http://registry.example.com', undefined, false],
  ['POST', 'http://localhost:6000', undefined, false],
  ['POST', 'https://evil.example', undefined, false],
  ['POST', 'null', undefined, false],
  ['POST', '', undefined, false],
  ['DELETE', undefined, 'cross-site', false],
  ['PUT', undefined, 'same-origin', true],
  ['PATCH', undefined, 'none', true],
  ['POST', undefined, undefined, true],
  ['GET', 'https://evil.example', 'cross-site', true],
])('judges %s from %s (%s): %s', (method, origin, fetchSite, expected) => {
  expect(foreignness({ ...question, method, origin, fetchSite }, known) === null).toBe(expected);
});

it('needs no Host of clients that send none', () => {
  expect(foreignness({ ...question, host: undefined }, known)).toBeNull();
});
