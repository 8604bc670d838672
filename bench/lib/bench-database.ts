import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';

/** A migrated database on a server of its own that waits for its disk (fsync and synchronous_commit on, as in production). */
export interface BenchDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  stop(): Promise<void>;
}

export async function startBenchDatabase(): Promise<BenchDatabase> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  chmodSync(home, 0o711);
  const log = { info: () => undefined, warn: () => undefined };
  const server = await startEmbeddedPostgres({ home, log });
  await migrate(server.url, { migrationsDir: migrationsFolder() });
  const pool = new pg.Pool({ connectionString: server.url, max: 40 });
  // The server's stop ends idle connections.
  pool.on('error', () => undefined);
  return {
    url: server.url,
    pool,
    stop: async () => {
      await pool.end();
      await server.stop();
      await removeEmbeddedPostgres(home);
    },
  };
}

/** The names of seeded models; each has versions 1 to `versions`, READY. */
export const modelName = (index: number): string => `model-${String(index).padStart(6, '0')}`;
export const modelId = (index: number): string => `mdl_${String(index).padStart(26, '0')}`;

/** Seeds models and versions with tags and metrics straight into the tables. */
export async function seed(pool: pg.Pool, models: number, versions: number): Promise<void> {
  await pool.query(
    `INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_version, last_change_at, created_at, updated_at)
     SELECT 'mdl_' || lpad(i::text, 26, '0'), 'default', 'model-' || lpad(i::text, 6, '0'), 'user', 'usr_seed', 'seed', $2, now(), now(), now()
       FROM generate_series(0, $1 - 1) AS i`,
    [models, versions],
  );
  await pool.query(
    `INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, description, lineage, creator_type, creator_id, creator_name, created_at, updated_at)
     SELECT 'ver_' || lpad((i * 1000 + v)::text, 26, '0'), 'default', 'mdl_' || lpad(i::text, 26, '0'), v, 'READY', 'unverified', 's3://bucket/m' || i || '/' || v, '', '{}',
            'user', 'usr_seed', 'seed', now(), now()
       FROM generate_series(0, $1 - 1) AS i, generate_series(1, $2) AS v`,
    [models, versions],
  );
  await pool.query(
    `INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, from_at, verified_at)
     SELECT id, workspace, model_id, id, version, 'None', false, 'registered', created_at, created_at FROM model_version`,
  );
  await pool.query(`INSERT INTO version_tag (workspace, version_id, key, value) SELECT workspace, id, 'team', 'risk' FROM model_version`);
  await pool.query(`INSERT INTO version_metric (workspace, version_id, key, value) SELECT workspace, id, 'auc', 0.9 FROM model_version`);
  await pool.query('VACUUM ANALYZE');
}
