import { expect, it } from 'vitest';
import { KeyRing } from './key-ring.js';
import { SecretBox, SecretBoxError, type SecretBoxFailure } from './secret-box.js';

const PLACE = { table: 'webhook_secret', row: 'whs_1', column: 'secret' };

function failureOf(act: () => unknown): { failure: SecretBoxFailure; message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof SecretBoxError) return { failure: error.failure, message: error.message };
    throw error;
  }
  throw new Error('expected a SecretBoxError');
}

const box = (ring: string): SecretBox => new SecretBox(KeyRing.parse(ring));

it('opens what it sealed, and seals the same text differently each time', () => {
  const secrets = box(KeyRing.generate());
  for (const text of ['', 'geheim', 'ключ \u{1f511}', 'x'.repeat(10_000)]) {
    const sealed = secrets.seal(text, PLACE);
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/);
    expect(secrets.open(sealed, PLACE)).toBe(text);
    expect(secrets.seal(text, PLACE)).not.toBe(sealed);
  }
});

it('refuses a secret that was moved to another table, row or column, or changed', () => {
  const secrets = box(KeyRing.generate());
  const sealed = secrets.seal('geheim', PLACE);
  for (const moved of [{ table: 'other' }, { row: 'whs_2' }, { column: 'other' }]) {
    expect(failureOf(() => secrets.open(sealed, { ...PLACE, ...moved })).failure).toBe('refused');
  }
  const parts = sealed.split('.');
  for (const index of [2, 3, 4]) {
    const changed = parts.map((part, at) => (at === index ? (part.startsWith('A') ? 'B' : 'A') + part.slice(1) : part)).join('.');
    expect(failureOf(() => secrets.open(changed, PLACE)).failure).toBe('refused');
  }
});

it('tells an unknown key, a wrong key under a known id and a malformed text apart, and names no secret', () => {
  const sealed = box(KeyRing.generate('k1')).seal('geheim', PLACE);
  expect(failureOf(() => box(KeyRing.generate('k2')).open(sealed, PLACE))).toMatchObject({
    failure: 'unknown_key',
    message: expect.stringContaining('"k1"'),
  });
  expect(failureOf(() => box(KeyRing.generate('k1')).open(sealed, PLACE))).toMatchObject({
    failure: 'refused',
    message: expect.stringContaining('row whs_1'),
  });
  for (const text of ['', 'geheim', 'v2.k1.a.b.c', sealed.slice(0, -1), `${sealed}.x`]) {
    const { failure, message } = failureOf(() => box(KeyRing.generate()).open(text, PLACE));
    expect(failure).toBe('malformed');
    expect(message).not.toContain('geheim');
  }
});

it('seals with the first key of the ring, opens with all, and says what to seal anew', () => {
  const old = KeyRing.generate('old');
  const rotated = box(`${KeyRing.generate('new')}, ${old}`);
  const before = box(old).seal('geheim', PLACE);
  expect(rotated.open(before, PLACE)).toBe('geheim');
  expect(rotated.isCurrent(before)).toBe(false);
  expect(rotated.isCurrent(rotated.seal('geheim', PLACE))).toBe(true);
});

it('reads keys as base64, base64url and hex', () => {
  const bytes = Buffer.alloc(32, 0xfb);
  const rings = [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')].map((key) => box(`k:${key}`));
  const sealed = rings[0]?.seal('x', PLACE) ?? '';
  expect(rings.map((each) => each.open(sealed, PLACE))).toEqual(['x', 'x', 'x']);
});

it.each([
  ['', 'at least one'],
  ['onlyakey', 'key 1 of the ring'],
  ['k1:c2hvcnQ=', 'the key "k1" must be 32 bytes'],
  [`${KeyRing.generate('k1')} ${KeyRing.generate('k1')}`, '"k1" stands twice'],
  [`${KeyRing.generate('k1')} bad id:x`, 'key 2 of the ring'],
])('refuses the ring "%s" without showing a key', (text, why) => {
  expect(() => KeyRing.parse(text)).toThrow(why);
  expect(() => KeyRing.parse(text)).not.toThrow('c2hvcnQ=');
});

it('keeps keys out of JSON', () => {
  const text = KeyRing.generate('k1');
  expect(JSON.stringify({ ring: KeyRing.parse(text) })).toBe('{"ring":{"ids":["k1"]}}');
});
