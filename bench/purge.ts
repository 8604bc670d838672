import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PurgeHistory } from '#application/purge-history/purge-history';
import { Database } from '#persistence/core/database';
import { PrismaRetentionStore } from '#persistence/effects/prisma-retention-store';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { compare, ratio, table } from './lib/measure.js';
import { modelName, SIZES } from './size/database-size.js';
import { startSizedApi } from './size/sized-api.js';
import { makeCluster } from './size/sized-cluster.js';

// Promotions over HTTP while a million deliveries, their attempts and their events are purged, against the same promotions without that, in turn.
// BENCH_SIZE_FOLDER: where made databases are kept; BENCH_SIZE: which of them (a copy is used, and removed); BENCH_SECONDS for each side and round.
const LANES = 8;
const DAY = 86_400_000;
const name = process.env['BENCH_SIZE'] ?? 'big';
const size = SIZES[name];
if (size === undefined) throw new Error(`no size "${name}"`);
const source = join(process.env['BENCH_SIZE_FOLDER'] ?? join(tmpdir(), 'slipway-size'), name);
await makeCluster(source, size, console.error);
const copy = mkdtempSync(join(tmpdir(), 'slipway-bench-purge-'));
execFileSync('cp', ['-a', '--reflink=auto', `${source}/.`, copy]);

const api = await startSizedApi(copy, size);
const database = new Database({ url: api.url });
// Forty days on everything is older than is kept.
const purge = new PurgeHistory(new PrismaRetentionStore(database), { now: () => new Date(Date.now() + 40 * DAY) });
let purging = false;
let done = false;
let removed = 0;
let worked = 0;

async function purgeWhileAsked(): Promise<void> {
  while (!done) {
    if (!purging) {
      await pause(5);
      continue;
    }
    const start = performance.now();
    const turn = await purge.execute('default', 200);
    removed += turn.removed;
    worked += performance.now() - start;
    done = !turn.more;
  }
}

/** How long each promotion took, by whether old rows were purged meanwhile. */
const took = { alone: [] as number[], both: [] as number[] };
const turns = Array.from({ length: LANES }, () => 0);
async function promote(lane: number, withPurge: boolean): Promise<void> {
  purging = withPurge;
  const start = performance.now();
  try {
    await promoteNext(lane);
  } finally {
    took[withPurge ? 'both' : 'alone'].push(performance.now() - start);
  }
}

async function promoteNext(lane: number): Promise<void> {
  const turn = (turns[lane] = (turns[lane] ?? 0) + 1);
  const model = modelName(2 + ((lane + turn * LANES) % ((size?.models ?? 0) - 2)));
  await api.send('POST', '/api/v1/promotions', { model, version: 1 + (turn % 3), toStage: turn % 2 === 0 ? 'Staging' : 'Archived' });
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0);
  return `${sorted.length}, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

try {
  const running = purgeWhileAsked();
  const settings = {
    concurrency: LANES,
    seconds: Number(process.env['BENCH_SECONDS'] ?? 5),
    rounds: Number(process.env['BENCH_ROUNDS'] ?? 4),
    warmUp: 3,
  };
  const [alone, both] = ['promotions alone', 'promotions while old rows are purged'];
  const results = await compare(
    [
      { name: alone, call: (lane) => promote(lane, false) },
      { name: both, call: (lane) => promote(lane, true) },
    ],
    settings,
  );
  console.log(table(results));
  const whilePurging = removed;
  console.log(
    `purge: ${whilePurging} rows beside promotions in ${(worked / 1_000).toFixed(0)} s, ${((whilePurging / worked) * 1_000).toFixed(0)} rows/s`,
  );
  console.log(`promotions per second, while purging / alone = ${ratio(results, both, alone).toFixed(2)}`);
  // BENCH_PURGE_REST=0 leaves out the rest, which takes minutes; the promotions go on until it is done.
  purging = true;
  if (process.env['BENCH_PURGE_REST'] === '0') done = true;
  const writers = Array.from({ length: LANES }, async (_, lane) => {
    while (!done) await promote(lane, true).catch(() => undefined);
  });
  await Promise.all([running, ...writers]);
  console.log(`purged in all: ${removed} rows in ${(worked / 1_000).toFixed(0)} s`);
  for (const [side, times] of Object.entries(took)) console.log(`promotions ${side}: ${spread(times)}`);
} finally {
  done = true;
  await database.close();
  await api.stop();
  await removeEmbeddedPostgres(copy);
}
