import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openEmbeddedDatabase } from './open-embedded-database.js';
import { hasCluster } from './server-account.js';

const silent = { info: () => undefined, warn: () => undefined };

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'slipway-open-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

it('makes no database in a home that was mistyped, nor in one that has none yet, and names it', async () => {
  const empty = folder();
  const typo = join(empty, 'typo');
  for (const home of [typo, empty]) {
    await expect(openEmbeddedDatabase(home, silent)).rejects.toThrow(
      `There is no Slipway data in ${home}; set SLIPWAY_HOME to the folder of the service, or DATABASE_URL.`,
    );
  }
  expect([existsSync(typo), readdirSync(empty)]).toEqual([false, []]);
});

it('knows a home by its database files; a first start that was broken off is none', () => {
  const home = folder();
  mkdirSync(join(home, 'postgres', 'data.partial'), { recursive: true });
  expect(hasCluster(home, undefined)).toBe(false);
  mkdirSync(join(home, 'postgres', 'data'));
  expect(hasCluster(home, undefined)).toBe(true);
});
