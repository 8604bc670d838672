import { expect, it } from 'vitest';
import { AddressPolicy } from './address-policy.js';
import { parseOutboundAllow } from './parse-outbound-allow.js';

const policy = (allow = '', deniedPorts: readonly number[] = []): AddressPolicy =>
  new AddressPolicy({ allow: parseOutboundAllow(allow), deniedPorts });

it.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '::ffff:1.1.1.1'])(
  'lets https reach the public address %s on any port',
  (address) => {
    expect(policy().judge(address, 443, true)).toMatchObject({ allowed: true, isPublic: true });
    expect(policy().judge(address, 8443, true)).toMatchObject({ allowed: true, isPublic: true });
  },
);

it.each([
  ...[
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '198.18.0.1',
    '192.0.2.1',
    '224.0.0.1',
    '240.0.0.1',
  ],
  ...[
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::7f00:1',
    'fc00::1',
    'fec0::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
  ],
  ...['ff02::1', '4000::1', 'not an address', ''],
])('refuses %s, which is not public', (address) => {
  expect(policy().judge(address, 443, true)).toMatchObject({ allowed: false });
});

it.each(['169.254.169.254', '169.254.0.1', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::1', 'fe80::1', 'fe80::1%eth0'])(
  'refuses the link-local or metadata address %s even when all is allow-listed',
  (address) => {
    expect(policy('0.0.0.0/0 ::/0').judge(address, 80, false)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('never allowed'),
    });
  },
);

it.each(['fd00:ec2::254', 'fd20:ce::254', '100.100.100.200', '192.0.0.192', '168.63.129.16'])(
  'refuses the metadata address %s of a cloud likewise',
  (address) => {
    expect(policy('0.0.0.0/0 ::/0').judge(address, 443, true)).toMatchObject({ allowed: false });
  },
);

it('lets the allow-list open a network, on the listed port only, for http and https', () => {
  const narrow = policy('10.0.0.0/8:8080 [::1]/128');
  expect(narrow.judge('10.9.9.9', 8080, false)).toMatchObject({ allowed: true, isPublic: false });
  expect(narrow.judge('::ffff:10.9.9.9', 8080, true)).toMatchObject({ allowed: true, isPublic: false, address: '10.9.9.9' });
  expect(narrow.judge('10.9.9.9', 8081, true)).toMatchObject({ allowed: false });
  expect(narrow.judge('11.9.9.9', 8080, false)).toMatchObject({ allowed: false });
  expect(narrow.judge('::1', 1, false)).toMatchObject({ allowed: true });
});

it('lets plain http reach a public address only where it is allow-listed', () => {
  expect(policy().judge('1.1.1.1', 80, false)).toMatchObject({ allowed: false, reason: expect.stringContaining('use https://') });
  expect(policy('1.1.1.1:80').judge('1.1.1.1', 80, false)).toMatchObject({ allowed: true, isPublic: true });
});

it('never lets a request reach our own or our stores ports, allow-listed or not', () => {
  const embedded = policy('127.0.0.0/8', [5000, 5432]);
  expect(embedded.judge('127.0.0.1', 5432, false)).toMatchObject({ allowed: false, reason: expect.stringContaining('port 5432') });
  expect(embedded.judge('127.0.0.1', 5433, false)).toMatchObject({ allowed: true });
  expect(embedded.judge('1.1.1.1', 5000, true)).toMatchObject({ allowed: true });
});
