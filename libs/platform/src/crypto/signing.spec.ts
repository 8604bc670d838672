import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { SigningKey, verifySignature } from './signing.js';

it('signs what its public key verifies, and nothing else', () => {
  const key = SigningKey.parse(SigningKey.generate());
  const signature = key.sign('checkpoint 7');
  expect(verifySignature(key.publicKeyPem, 'checkpoint 7', signature)).toBe(true);
  expect(verifySignature(key.publicKeyPem, new TextEncoder().encode('checkpoint 7'), signature)).toBe(true);
  expect(verifySignature(key.publicKeyPem, 'checkpoint 8', signature)).toBe(false);
  expect(verifySignature(key.publicKeyPem, 'checkpoint 7', 'nonsense')).toBe(false);
  const stranger = SigningKey.parse(SigningKey.generate());
  expect(verifySignature(stranger.publicKeyPem, 'checkpoint 7', signature)).toBe(false);
  expect(stranger.keyId).not.toBe(key.keyId);
});

it('reproduces test 2 of RFC 8032, read from base64 PKCS#8', () => {
  const seed = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
  const pkcs8 = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex').toString('base64');
  const expected =
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00';
  expect(Buffer.from(SigningKey.parse(pkcs8).sign(Buffer.from([0x72])), 'base64').toString('hex')).toBe(expected);
});

it('reads one key in all its forms', () => {
  const pem = SigningKey.generate();
  const base64 = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }).toString('base64');
  const ids = [pem, ` ${pem}\n`, pem.replaceAll('\n', '\\n'), base64].map((text) => SigningKey.parse(text).keyId);
  expect(new Set(ids).size).toBe(1);
});

it('refuses other keys and texts without repeating them', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  for (const text of ['', 'topsecret', other]) expect(() => SigningKey.parse(text)).toThrow(/must be an Ed25519 private key/);
  expect(() => SigningKey.parse('topsecret')).not.toThrow('topsecret');
  expect(() => verifySignature(SigningKey.generate(), 'x', 'y')).toThrow(/public key/);
});
