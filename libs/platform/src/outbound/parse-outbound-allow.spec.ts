import { expect, it } from 'vitest';
import { parseOutboundAllow } from './parse-outbound-allow.js';

const shown = (text: string): readonly string[] =>
  parseOutboundAllow(text).map((rule) => `${rule.network.toString()}/${rule.prefixLength} ${rule.port ?? 'any'}`);

it('reads CIDRs and single addresses of both families, with and without port', () => {
  expect(shown('127.0.0.0/8, 10.0.0.0/8:8080 [::1]/128:443\nfd00::/8,192.168.1.7,192.168.1.7:80,[fd00::7]:81,::1')).toEqual([
    '127.0.0.0/8 any',
    '10.0.0.0/8 8080',
    '::1/128 443',
    'fd00::/8 any',
    '192.168.1.7/32 any',
    '192.168.1.7/32 80',
    'fd00::7/128 81',
    '::1/128 any',
  ]);
  expect(shown('  ')).toEqual([]);
});

it.each([
  ['receiver.example', 'names are not taken'],
  ['10.0.0.0/33', 'from 0 to 32'],
  ['10.0.0.0/', 'from 0 to 32'],
  ['::/129', 'from 0 to 128'],
  ['10.0.0.0/8:0', 'from 1 to 65535'],
  ['10.0.0.0/8:65536', 'from 1 to 65535'],
  ['10.0.0.0/8:80:81', 'the port "80:81"'],
  ['127.0.0.1:', 'the port ""'],
  ['10.1.2.3/8', 'write 10.0.0.0/8 for the whole network'],
  ['fd00::1/8', 'write fd00::/8'],
  ['[::ffff:10.0.0.0]/104', 'write it as IPv4'],
  ['0x7f.1', 'is not an address'],
])('refuses %s and says why', (entry, why) => {
  expect(() => parseOutboundAllow(`127.0.0.0/8 ${entry}`)).toThrow(why);
  expect(() => parseOutboundAllow(entry)).toThrow(`"${entry}"`);
});
