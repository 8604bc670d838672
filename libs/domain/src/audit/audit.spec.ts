import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GENESIS_HASH, sealEntry, verifyChain, type SealedEntry } from './audit-chain.js';
import { canonicalJson, type JsonValue } from './canonical-json.js';
import { checkpointText, parseCheckpoint, verifyCheckpoint } from './checkpoint.js';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

function chain(entries: readonly JsonValue[]): SealedEntry[] {
  let prevHash = GENESIS_HASH;
  return entries.map((entry, index) => {
    const seal = sealEntry(prevHash, index + 1, entry, sha256);
    prevHash = seal.hash;
    return { ...seal, entry };
  });
}

const isJson = (_value: unknown): _value is JsonValue => true;
const json = fc.jsonValue({ stringUnit: 'grapheme' }).filter(isJson);
const entries = fc.array(fc.record({ action: fc.string({ unit: 'grapheme' }), data: json }), { minLength: 1, maxLength: 6 });

describe('canonical JSON', () => {
  it.each<[JsonValue, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ '\u20ac': 1, '\r': 2, '1': 3, '😀': 4, '\ufb33': 5 }, '{"\\r":2,"1":3,"€":1,"😀":4,"\ufb33":5}'],
    [{ a: undefined, b: -0 }, '{"b":0}'],
    [[1e21, 1e-7, 0.1, 333333333.3333333], '[1e+21,1e-7,0.1,333333333.3333333]'],
    ['\u0007"\\\u2028', '"\\u0007\\"\\\\\u2028"'],
  ])('writes %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\ud800': 1 }])('refuses %j', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('is the same after any trip through JSON, in any order of members', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        const back: unknown = JSON.parse(text);
        expect(isJson(back) && canonicalJson(back)).toBe(text);
      }),
    );
  });
});

describe('audit chain', () => {
  it('holds as it was sealed, and says what that does not prove', () => {
    const lines = chain(['a', 'b', 'c']);
    expect(verifyChain(lines, sha256)).toMatchObject({
      ok: true,
      checked: 3,
      firstPosition: 1,
      lastPosition: 3,
      lastHash: lines[2]?.hash,
      broken: null,
      vouchedTo: null,
    });
    expect(verifyChain(lines, sha256).couldNotSay.join(' ')).toMatch(/was true .*after position 3 .*no signed checkpoint/);
    const tail = verifyChain(lines.slice(1), sha256);
    expect(tail).toMatchObject({ ok: true, firstPosition: 2 });
    expect(tail.couldNotSay.join(' ')).toMatch(/entries 1 to 1/);
    expect(verifyChain([], sha256)).toMatchObject({ ok: true, checked: 0 });
    expect(verifyChain([], sha256).couldNotSay.join(' ')).toMatch(/no line holds/);
  });

  it('is compared with known hashes', () => {
    const lines = chain(['a', 'b', 'c']);
    const known = lines.map(({ position, hash }) => ({ position, hash }));
    expect(verifyChain(lines, sha256, known.slice(1, 2))).toMatchObject({ ok: true, vouchedTo: 2 });
    expect(verifyChain(lines, sha256, known.slice(1, 2)).couldNotSay.join(' ')).toMatch(/entries 3 to 3/);
    expect(verifyChain(lines.slice(0, 2), sha256, known).couldNotSay.join(' ')).toMatch(/checkpoint at position 3/);
    // Written anew from the start: whole in itself, but not what was signed.
    expect(verifyChain(chain(['a', 'x', 'c']), sha256, known.slice(2))).toMatchObject({
      ok: false,
      broken: { position: 3, reason: 'checkpoint' },
    });
  });

  const at = (lines: readonly SealedEntry[], ...indexes: number[]) => indexes.flatMap((index) => lines[index] ?? []);
  const whole = chain(['a', 'b', 'c']);
  const foreign = at(chain(['z', 'b']), 1);
  it.each([
    ['left out', at(whole, 0, 2), 2, 'position'],
    ['put in twice', at(whole, 0, 0, 1), 2, 'position'],
    ['swapped', at(whole, 1, 0), 2, 'position'],
    ['of another chain', [...at(whole, 0), ...foreign], 2, 'prev_hash'],
    ['that is not the first', at(whole, 0).map((line) => ({ ...line, prevHash: '1'.repeat(64) })), 1, 'prev_hash'],
    ['changed', at(whole, 0, 1, 2).map((line) => (line.position === 2 ? { ...line, entry: 'x' } : line)), 2, 'hash'],
    ['that JSON cannot hold', at(whole, 0).map((line) => ({ ...line, entry: '\ud800' })), 1, 'hash'],
  ])('breaks at an entry %s', (_name, lines, line, reason) => {
    expect(verifyChain(lines, sha256)).toMatchObject({ ok: false, broken: { line, reason } });
  });

  it('shows any flipped bit of an export', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(7), (all, where, bit) => {
        const lines = chain(all);
        const bytes = Buffer.from(lines.map((line) => canonicalJson({ ...line })).join('\n'));
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        let read: SealedEntry[];
        try {
          // Not UTF-8, or not JSON: seen before the chain is asked.
          read = new TextDecoder('utf-8', { fatal: true })
            .decode(bytes)
            .split('\n')
            .map((text) => JSON.parse(text));
        } catch {
          return;
        }
        // As JSON holds them: a digit too many of a number, or an object without a prototype, are no difference.
        const same = isDeepStrictEqual(read, JSON.parse(JSON.stringify(lines)));
        expect(same || !verifyChain(read, sha256, lines.slice(-1)).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('checkpoint', () => {
  const checkpoint = { workspace: 'default', position: 7, hash: 'a'.repeat(64), time: '2026-11-21T10:00:00.000Z' };

  it('is signed as one text', () => {
    const text = checkpointText(checkpoint);
    expect(text).toBe(
      `{"hash":"${'a'.repeat(64)}","position":7,"time":"2026-11-21T10:00:00.000Z","type":"slipway.audit.checkpoint.v1","workspace":"default"}`,
    );
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const signature = sign(null, Buffer.from(text), privateKey).toString('base64');
    const verifySignature = (one: string, by: string) => verify(null, Buffer.from(one), publicKey, Buffer.from(by, 'base64'));
    expect(verifyCheckpoint(text, signature, verifySignature)).toEqual({ ok: true, checkpoint });
    expect(verifyCheckpoint(text.replace('7', '8'), signature, verifySignature)).toEqual({ ok: false, reason: 'signature' });
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    ` ${checkpointText(checkpoint)}`,
    checkpointText({ ...checkpoint, position: 0 }),
    checkpointText({ ...checkpoint, position: 1.5 }),
    checkpointText({ ...checkpoint, hash: 'A'.repeat(64) }),
    checkpointText({ ...checkpoint, time: 'now' }),
    checkpointText(checkpoint).replace('checkpoint.v1', 'checkpoint.v2'),
    checkpointText(checkpoint).replace('}', ',"x":1}'),
  ])('is not %s', (text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
    expect(verifyCheckpoint(text, '', () => true)).toEqual({ ok: false, reason: 'malformed' });
  });
});
