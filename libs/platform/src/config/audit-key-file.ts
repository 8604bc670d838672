import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SigningKey } from '../crypto/signing.js';
import { writePrivateFile } from '../files/private-files.js';
import { parseAuditKeys, type AuditKeys } from './secrets-config.js';

/**
 * The keys of the embedded default's file, with one among them that is not among the `known` ids. It is made and written behind them unless one is
 * there already: a rotation that was broken off goes on with the same key, and a database that was restored from before a rotation takes the key
 * of after it.
 */
export function addAuditKey(file: string, known: ReadonlySet<string>): AuditKeys {
  const held = read(file);
  if (held.some((key) => !known.has(SigningKey.of(key).keyId))) return held;
  const keys: AuditKeys = [...held, generateKeyPairSync('ed25519').privateKey];
  write(file, keys);
  return keys;
}

/** Leaves one key in the file: the others are gone for good. */
export function keepOnlyAuditKey(file: string, keyId: string): void {
  const kept = read(file).filter((key) => SigningKey.of(key).keyId === keyId);
  if (kept.length === 1) write(file, kept);
}

function read(file: string): AuditKeys {
  const keys = parseAuditKeys(readFileSync(file, 'utf8').trim());
  if (keys === undefined) throw new Error(`${file} does not hold Ed25519 private keys`);
  return keys;
}

function write(file: string, keys: readonly KeyObject[]): void {
  writePrivateFile(file, keys.map((key) => key.export({ type: 'pkcs8', format: 'pem' }).toString()).join(''));
}
