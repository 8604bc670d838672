import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApi } from '#api/create-api';
import { openApiOf } from '#api/openapi/open-api-document';
import { loadConfig } from '#platform/config/load-config';
import { KeyRing } from '#platform/crypto/key-ring';
import { SigningKey } from '#platform/crypto/signing';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { formattedJson } from './formatted-json.js';

/**
 * Writes the API description to `docs/reference/openapi.json`, from the controllers alone: nothing listens and no database is asked.
 *
 *   node --conditions=@slipway/source --import ./libs/testing/src/child-process/register-typescript.mjs tools/write-openapi.ts [--check]
 *
 * With `--check` nothing is written; the exit code is 1 when the committed file differs.
 */
async function main(args: readonly string[]): Promise<number> {
  const file = join(rootFolder(), 'docs', 'reference', 'openapi.json');
  const text = await formattedJson(await describe());
  if (args.includes('--check')) {
    if (committed(file) === text) return 0;
    console.error('docs/reference/openapi.json is not what the controllers say. Write it anew: see tools/write-openapi.ts.');
    return 1;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return 0;
}

async function describe(): Promise<string> {
  // Keys that open nothing and an address where nobody is: the configuration has to be whole, but none of it is used.
  const env = {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    SLIPWAY_ENCRYPTION_KEYS: KeyRing.generate(),
    SLIPWAY_AUDIT_KEY: SigningKey.generate(),
  };
  const config = loadConfig(env, 'api');
  const app = await createApi({ config, databaseUrl: env.DATABASE_URL }, SlipwayLogger.create({ level: 'error' }));
  try {
    return JSON.stringify(openApiOf(app), null, 2);
  } finally {
    await app.close();
  }
}

function committed(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}

/** The checkout, seen from the sources and from `dist` alike. */
function rootFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return resolve(here, here.includes(`${join('dist', 'tools')}`) ? '../..' : '..');
}

process.exitCode = await main(process.argv.slice(2));
