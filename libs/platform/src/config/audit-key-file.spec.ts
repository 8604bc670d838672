import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { SigningKey } from '../crypto/signing.js';
import { addAuditKey, keepOnlyAuditKey } from './audit-key-file.js';
import { parseAuditKeys, type AuditKeys } from './secrets-config.js';

let file: string;
let first: string;
beforeEach((context) => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-audit-key-'));
  context.onTestFinished(() => rmSync(folder, { recursive: true }));
  file = join(folder, 'audit-key.pem');
  const pem = SigningKey.generate();
  writeFileSync(file, pem);
  first = SigningKey.parse(pem).keyId;
});

const idsOf = (keys: AuditKeys | undefined): string[] => (keys ?? []).map((key) => SigningKey.of(key).keyId);
const inFile = (): string[] => idsOf(parseAuditKeys(readFileSync(file, 'utf8')));

it('puts a new key behind the one that signs, the same one again until it is known, and leaves it alone in the end', () => {
  const [, next = ''] = idsOf(addAuditKey(file, new Set([first])));
  expect(inFile()).toEqual([first, next]);
  expect(idsOf(addAuditKey(file, new Set([first])))).toEqual([first, next]);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  keepOnlyAuditKey(file, next);
  expect(inFile()).toEqual([next]);
  // Killed before that, it makes another one at the next rotation.
  expect(idsOf(addAuditKey(file, new Set([first, next])))).toHaveLength(2);
});

it('makes none where the database was restored from before the key that is there', () => {
  expect(idsOf(addAuditKey(file, new Set(['0123456789abcdef'])))).toEqual([first]);
  keepOnlyAuditKey(file, 'unknown');
  expect(inFile()).toEqual([first]);
});
