import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, createReadStream, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';
import { serverAccount } from '#platform/embedded-postgres/server-account';
import type { EveryGet } from './read-every-get.js';

const FIXTURES = new URL('../../../../test/upgrade/fixtures/', import.meta.url);

/** What is known of a fixture beside its data. */
export interface FixtureFacts {
  readonly answers: EveryGet;
  readonly checkpoint: { readonly payload: string; readonly signature: string };
  /** Promotions that were answered by 201 before the kill. */
  readonly acknowledged: readonly string[];
}

/** Unpacks a data folder into a fresh one. The database belongs to whom its server will run as. @returns the SLIPWAY_HOME. */
export async function unpackFixture(name: 'v0.1.0' | 'v0.1.0-killed'): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-upgrade-'));
  // The server's account must pass through when we are root.
  chmodSync(home, 0o711);
  const tar = spawn('tar', ['-x', '-f', '-', '-C', home, '--no-same-owner'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = once(tar, 'close');
  await pipeline(createReadStream(new URL(`${name}.tar.br`, FIXTURES)), createBrotliDecompress(), tar.stdin);
  const [code]: unknown[] = await ended;
  if (code !== 0) throw new Error(`tar ended with ${String(code)}`);
  chmodSync(home, 0o711);
  const account = serverAccount();
  if (account !== undefined) own(join(home, 'postgres'), account.uid, account.gid);
  return home;
}

/** What release 0.1.0 answered. */
export function fixtureFacts(): FixtureFacts {
  return JSON.parse(brotliDecompressSync(readFileSync(new URL('v0.1.0.answers.json.br', FIXTURES))).toString('utf8')) as FixtureFacts;
}

function own(path: string, uid: number, gid: number): void {
  chownSync(path, uid, gid);
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) chownSync(join(path, entry), uid, gid);
}
