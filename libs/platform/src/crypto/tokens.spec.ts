import { expect, it } from 'vitest';
import { sha256Hex } from './digest.js';
import { equalInConstantTime, generateToken, hashToken, tokenPrefix } from './tokens.js';

it('makes tokens of the fixed form, each another, and hashes what was shown', () => {
  const tokens = Array.from({ length: 200 }, () => generateToken());
  for (const { token, prefix, hash } of tokens) {
    expect(token).toMatch(/^slp_[0-9a-z]{8}_[A-Za-z0-9_-]{43}$/);
    expect(token.startsWith(`${prefix}_`)).toBe(true);
    expect(tokenPrefix(token)).toBe(prefix);
    expect(hashToken(token)).toBe(hash);
  }
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(tokens.length);
});

it('shows nothing of a token that is not of our making', () => {
  expect(tokenPrefix('an-operator-chose-this-token-himself-0123')).toBeNull();
  expect(tokenPrefix('slp_abcdefgh_short')).toBeNull();
  expect(tokenPrefix(`${generateToken().token}x`)).toBeNull();
});

it('compares whole texts', () => {
  expect(equalInConstantTime('abc', 'abc')).toBe(true);
  expect(equalInConstantTime('abc', 'abd')).toBe(false);
  expect(equalInConstantTime('abc', 'abcd')).toBe(false);
});

it('digests text as UTF-8 (vector of FIPS 180-2) and bytes alike', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256Hex(new TextEncoder().encode('é'))).toBe(sha256Hex('é'));
});
