import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { modelName, SIZES } from './size/database-size.js';
import { startSizedApi, type SizedApi } from './size/sized-api.js';
import { makeCluster, startCluster } from './size/sized-cluster.js';

// `npm run backup` of a large registry while promotions go on over HTTP, and `npm run restore` of it into an empty database.
// BENCH_SIZE_FOLDER: where made databases are kept; BENCH_SIZE: which of them (a copy is used, and removed); BENCH_SECONDS for the control.
const LANES = 4;
const name = process.env['BENCH_SIZE'] ?? 'big';
const size = SIZES[name];
if (size === undefined) throw new Error(`no size "${name}"`);
const { models } = size;
const source = join(process.env['BENCH_SIZE_FOLDER'] ?? join(tmpdir(), 'slipway-size'), name);
await makeCluster(source, size, console.error);

interface Ran {
  readonly seconds: number;
  /** The largest resident set, in MB; NaN where the system does not tell. */
  readonly memory: number;
  readonly rows: number;
}

/** A command of the service in a process of its own, as an operator runs it. */
async function run(program: string, args: readonly string[], url: string, home: string): Promise<Ran> {
  const start = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      SLIPWAY_HOME: home,
      SLIPWAY_ARTIFACT_ROOT: `file:${join(home, 'artifacts')}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  let memory = Number.NaN;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const watch = setInterval(() => (memory = peakOf(child.pid) ?? memory), 200);
  const code = await ended;
  clearInterval(watch);
  // The made database's artifacts are nowhere and its audit chain is made up: the restore says so and ends with 1, after all rows are in.
  if (code !== 0 && !said.startsWith('Restored')) throw new Error(`${program} ended with ${code}: ${said}`);
  const rows = Number(/([\d,]+) rows?/.exec(said)?.[1]?.replaceAll(',', ''));
  return { seconds: (performance.now() - start) / 1_000, memory, rows };
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}

/** Promotions of 4 callers until `until` is over; how long each took. */
async function promoteUntil(api: SizedApi, until: Promise<unknown>, first: number): Promise<number[]> {
  const times: number[] = [];
  let over = false;
  const end = until.finally(() => (over = true));
  const lane = async (index: number): Promise<void> => {
    for (let turn = first; !over; turn += 1) {
      const start = performance.now();
      const model = modelName(2 + ((index + turn * LANES) % (models - 2)));
      const toStage = turn % 2 === 0 ? 'Staging' : 'Archived';
      // Some versions of the made database have failed to register, and are refused.
      await api.send('POST', '/api/v1/promotions', { model, version: 1 + (turn % 3), toStage }).catch(() => undefined);
      times.push(performance.now() - start);
    }
  };
  await Promise.all([end, ...Array.from({ length: LANES }, (_, index) => lane(index))]);
  return times;
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0);
  return `${sorted.length}, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

const told = ({ seconds, memory, rows }: Ran): string =>
  `${rows} rows in ${seconds.toFixed(0)} s, ${(rows / seconds).toFixed(0)} rows/s, ${memory.toFixed(0)} MB at most`;

const place = mkdtempSync(join(tmpdir(), 'slipway-bench-backup-'));
// The server may run as another account.
chmodSync(place, 0o711);
const [copy, target, file] = [join(place, 'copy'), join(place, 'target'), join(place, 'backup')];
execFileSync('cp', ['-a', '--reflink=auto', source, copy]);
try {
  const api = await startSizedApi(copy, size);
  try {
    const control = await promoteUntil(api, pause(1_000 * Number(process.env['BENCH_SECONDS'] ?? 15)), 0);
    console.log(`promotions alone: ${spread(control)}`);
    const backup = run('apps/server/src/backup/main.ts', [file, '--without-artifacts'], api.url, place);
    const beside = await promoteUntil(api, backup, 100_000);
    console.log(`promotions while it is backed up: ${spread(beside)}`);
    console.log(`backup: ${told(await backup)}, ${(statSync(file).size / 1_048_576).toFixed(0)} MB`);
  } finally {
    await api.stop();
  }
  rmSync(copy, { recursive: true, force: true });
  const cluster = await startCluster(target);
  try {
    console.log(`restore: ${told(await run('apps/server/src/restore/main.ts', [file], cluster.url, place))}`);
  } finally {
    await cluster.stop();
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
