import { appendFileSync, chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import { SUPERUSER } from '#platform/embedded-postgres/initialize-cluster';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';

/** A migrated database on a server of its own that waits for its disk (fsync and synchronous_commit on, as in production). */
export interface BenchDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  stop(): Promise<void>;
}

/** BENCH_STATEMENTS=<number> prints so many statements, the most expensive first, when the bench ends; counting them costs each some microseconds. */
const STATEMENTS = Number(process.env['BENCH_STATEMENTS'] ?? 0);

export async function startBenchDatabase(): Promise<BenchDatabase> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  chmodSync(home, 0o711);
  const log = { info: () => undefined, warn: () => undefined };
  if (STATEMENTS > 0) {
    const once = await startEmbeddedPostgres({ home, log });
    await once.stop();
    appendFileSync(
      join(once.data, 'postgresql.auto.conf'),
      `shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.track = 'all'\n`,
    );
  }
  const server = await startEmbeddedPostgres({ home, log });
  await migrate(server.url, { migrationsDir: migrationsFolder() });
  const superuser = superuserUrl(server);
  if (STATEMENTS > 0) await countStatements(superuser);
  const pool = new pg.Pool({ connectionString: server.url, max: 40 });
  // The server's stop ends idle connections.
  pool.on('error', () => undefined);
  return {
    url: server.url,
    pool,
    stop: async () => {
      if (STATEMENTS > 0) console.log(await statements(superuser));
      await pool.end();
      await server.stop();
      await removeEmbeddedPostgres(home);
    },
  };
}

function superuserUrl({ url, data }: EmbeddedPostgres): string {
  const parts = new URL(url);
  [parts.username, parts.password] = [SUPERUSER, readFileSync(join(data, '..', 'password'), 'utf8').trim()];
  return parts.href;
}

async function countStatements(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE EXTENSION pg_stat_statements');
  await client.end();
}

/** Time within the server, waiting for a core included; what a function runs stands by itself and within its function. */
async function statements(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ line: string }>(
    `SELECT format('%s ms, %s calls, %s us a call, %s rows, %s bytes of WAL a call%s: %s', total_exec_time::int, calls, (1000 * mean_exec_time)::int, rows,
       (wal_bytes / calls)::int, CASE WHEN toplevel THEN '' ELSE ', within a function' END, left(regexp_replace(query, '[[:space:]]+', ' ', 'g'), 160)) AS line
     FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT $1`,
    [STATEMENTS],
  );
  await client.end();
  return rows.map((row) => row.line).join('\n');
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
