import { readdir } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { sharedReading } from '#platform/metrics/shared-reading';
import { migrationsFolder } from '../migrate/migrations-folder.js';
import { Database } from './database.js';

/** Whether the tables can be used now. */
export type DatabaseState =
  | { readonly state: 'ready' }
  | { readonly state: 'away' }
  | { readonly state: 'behind'; readonly missing: readonly string[] };

/** Tells whether the database answers and has every migration that this release needs. */
@Injectable()
export class DatabaseHealth {
  /** Migrations are never taken back, so once all are there only the connection is asked for. */
  private migrated = false;

  constructor(private readonly database: Database) {}

  /** Never throws; answers within the time limits of the pool (about 2 s). However many ask, they hold one connection together. */
  readonly check: () => Promise<DatabaseState> = sharedReading(() => this.look());

  private async look(): Promise<DatabaseState> {
    try {
      if (!this.migrated) {
        const missing = await this.missingMigrations();
        if (missing.length > 0) return { state: 'behind', missing };
        this.migrated = true;
      } else {
        await this.database.pool.query('SELECT 1');
      }
      return { state: 'ready' };
    } catch {
      return { state: 'away' };
    }
  }

  private async missingMigrations(): Promise<string[]> {
    const entries = await readdir(migrationsFolder(), { withFileTypes: true });
    const wanted = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const table = await this.database.pool.query<{ found: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`);
    if (table.rows[0]?.found !== true) return wanted;
    const done = await this.database.pool.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const names = new Set(done.rows.map((row) => row.name));
    return wanted.filter((name) => !names.has(name));
  }
}
