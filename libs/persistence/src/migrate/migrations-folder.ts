import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `prisma/migrations` of this checkout or image, seen from the sources and from `dist` alike. */
export function migrationsFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const migrations = join(folder, 'prisma', 'migrations');
    if (existsSync(migrations)) return migrations;
  }
  throw new Error('The folder prisma/migrations is missing: it is part of every installation of Slipway. Restore it from the repository.');
}
