import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version in our package.json, seen from the sources and from `dist` alike. */
export function serviceVersion(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof read !== 'object' || read === null || !('name' in read) || read.name !== 'slipway') continue;
    if ('version' in read && typeof read.version === 'string') return read.version;
  }
  throw new Error('The package.json of Slipway is missing: it is part of every installation. Restore it from the repository.');
}
