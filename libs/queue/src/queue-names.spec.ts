import { expect, it } from 'vitest';
import { parsePayload } from './queue-names.js';

it('reads the payload of each queue and drops fields of a later release', () => {
  expect(parsePayload('drain', { endpointId: 'e1', later: true })).toEqual({ endpointId: 'e1' });
  expect(parsePayload('deploy', { deploymentId: 'd1' })).toEqual({ deploymentId: 'd1' });
});

it('refuses a payload without its id', () => {
  expect(() => parsePayload('drain', { deploymentId: 'd1' })).toThrow('endpointId');
  expect(() => parsePayload('deploy', null)).toThrow('expected object');
});
