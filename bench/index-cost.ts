// What indexes cost writes: promotions, registrations and tags on two servers in turn, one without the migrations that BENCH_WITHOUT matches (a regular
// expression over their names). Prints the log (WAL) and the server's CPU of one write. BENCH_WRITES of each kind and round, BENCH_ROUNDS.
import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PromoteVersion } from '#application/promote-version/promote-version';
import { EffectsSignal } from '#application/ports/effects-signal';
import { RegisterVersion } from '#application/register-version/register-version';
import { SetVersionTag } from '#application/set-version-tag/set-version-tag';
import { MoveWriter } from '#application/shared/move-writer';
import { RegistryChange } from '#application/shared/registry-change';
import { Database } from '#persistence/core/database';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { PublicLinks } from '#persistence/core/public-links';
import { UlidIds } from '#persistence/core/ulid-ids';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { PrismaPromotionStore } from '#persistence/promotion/prisma-promotion-store';
import { PrismaModelStore } from '#persistence/registry/prisma-model-store';
import { PrismaVersionStore } from '#persistence/registry/prisma-version-store';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { modelId, seed } from './lib/bench-database.js';
import { postgres } from './lib/cpu.js';
import { median } from './lib/measure.js';

const MODELS = 500;
const VERSIONS = 40;
const writes = Number(process.env['BENCH_WRITES'] ?? 500);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 6);
const without = new RegExp(process.env['BENCH_WITHOUT'] ?? '^2026112401');
const names = readdirSync(migrationsFolder()).filter((name) => /^\d/.test(name));

class NoSignal extends EffectsSignal {
  override wake(): void {
    // The relay is not measured here.
  }
}

async function open(only: ReadonlySet<string>) {
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  chmodSync(home, 0o711);
  const server = await startEmbeddedPostgres({ home, log: { info: () => undefined, warn: () => undefined } });
  await migrate(server.url, { migrationsDir: migrationsFolder(), only });
  const pool = new pg.Pool({ connectionString: server.url, max: 2 });
  pool.on('error', () => undefined);
  await seed(pool, MODELS, VERSIONS);
  await pool.query('VACUUM ANALYZE');
  const database = new Database({ url: server.url });
  const [ids, signal] = [new UlidIds(), new NoSignal()];
  const [unit, journal, keys] = [new PrismaUnitOfWork(database), new PrismaJournal(database, ids), new PrismaIdempotencyStore(database)];
  const [promotions, models, versions] = [
    new PrismaPromotionStore(database, ids),
    new PrismaModelStore(database),
    new PrismaVersionStore(database, ids),
  ];
  const promote = new PromoteVersion(promotions, new MoveWriter(promotions, new PublicLinks(undefined)), unit, journal, keys, ids, signal);
  const register = new RegisterVersion(models, versions, ids, signal);
  const tag = new SetVersionTag(new RegistryChange(unit, models, versions, journal, signal), versions);
  const actor = { type: 'user', id: 'usr_bench', name: 'bench', bindings: [{ role: 'admin', pattern: '*' }] } as const;
  const context = { workspace: 'default', actor, door: 'rest', client: null, requestId: null, idempotency: null } as const;
  const model = (turn: number): string => modelId((turn * 79) % MODELS);
  const kinds: Record<string, (turn: number) => Promise<unknown>> = {
    promotion: (turn) =>
      promote.execute(context, {
        model: model(turn),
        version: 1 + (Math.floor(turn / MODELS) % VERSIONS),
        toStage: 'Production',
        reason: 'bench',
      }),
    registration: (turn) =>
      register.execute(context, {
        model: model(turn),
        source: `s3://models/team-${turn % 50}/experiment-${turn}/model`,
        runId: `run-${turn * 7919}`,
      }),
    tag: (turn) =>
      tag.execute(context, {
        model: model(turn),
        version: 1 + (turn % VERSIONS),
        key: `build-${turn % 5}`,
        value: `build-${turn * 104_729}`,
      }),
  };
  const stop = async (): Promise<void> => {
    await database.close();
    await pool.end();
    await server.stop();
    await removeEmbeddedPostgres(home);
  };
  return { pool, kinds, stop, cpu: await postgres(pool) };
}

type Side = Awaited<ReturnType<typeof open>>;

async function costOf({ pool, kinds, cpu }: Side, kind: string, from: number): Promise<readonly [bytes: number, us: number]> {
  const lsn = async (): Promise<string> => {
    const { rows } = await pool.query<{ at: string }>('SELECT pg_current_wal_insert_lsn()::text AS at');
    return rows[0]?.at ?? '';
  };
  // Whole pages that follow a checkpoint would hide all else.
  const [start, used] = [await lsn(), cpu.cpu()];
  for (let turn = from; turn < from + writes; turn += 1) await kinds[kind]?.(turn);
  const { rows } = await pool.query<{ bytes: number }>('SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn)::float8 AS bytes', [
    start,
  ]);
  return [(rows[0]?.bytes ?? 0) / writes, (cpu.cpu() - used) / writes];
}

const all = new Set(names);
const sides = await Promise.all([open(new Set(names.filter((name) => !without.test(name)))), open(all)]);
try {
  console.log('| write | log without, B | with | ratio | CPU without, us | with | ratio |\n|-|-|-|-|-|-|-|');
  for (const kind of ['promotion', 'registration', 'tag']) {
    const found: (readonly [number, number])[][] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      // In turn, the other one first each time; the first round warms up.
      for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const one = sides[side];
        if (one === undefined) continue;
        const cost = await costOf(one, kind, round * writes);
        if (round > 0) found[side]?.push(cost);
      }
    }
    const of = (side: number, what: 0 | 1): number => median((found[side] ?? []).map((cost) => cost[what]));
    const cells = ([0, 1] as const).flatMap((what) => [
      of(0, what).toFixed(0),
      of(1, what).toFixed(0),
      (of(1, what) / of(0, what)).toFixed(3),
    ]);
    console.log(`| ${kind} | ${cells.join(' | ')} |`);
  }
} finally {
  await Promise.all(sides.map((side) => side.stop()));
}
