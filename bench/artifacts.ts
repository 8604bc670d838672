// G18: uploads and downloads of large files over HTTP beside a server that only pipes bodies into a file, and the memory of many at once.
// BENCH_MIB: MiB of one file; BENCH_PARALLEL, BENCH_PARALLEL_MIB: uploads at once and MiB of each (they need as much disk); BENCH_ROUNDS.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#testing/redis/free-port';
import { startBenchDatabase } from './lib/bench-database.js';
import { download, upload } from './lib/byte-transfers.js';
import { makeCallers } from './lib/callers.js';
import { messageOf, startProgram } from './lib/child-program.js';
import { median } from './lib/measure.js';
import { verdict } from './lib/settings.js';
import { Installation } from './lib/slipway-processes.js';

const MIB = Number(process.env['BENCH_MIB'] ?? 1_024);
const PARALLEL = Number(process.env['BENCH_PARALLEL'] ?? 8);
const PARALLEL_MIB = Number(process.env['BENCH_PARALLEL_MIB'] ?? 2_048);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);

const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-pipe-'));
const port = await freePort();
const pipe = startProgram('bench/servers/pipe-to-file.js', { PORT: String(port), PIPE_FILE: join(folder, 'file') });
await messageOf(pipe.process, (message): message is 'listening' => message === 'listening');
const database = await startBenchDatabase();
const installation = new Installation(database.url);
const [token = ''] = await makeCallers(database.pool, 1);
const api = await installation.startApi();
const headers = { authorization: `Bearer ${token}` };
const control = `http://127.0.0.1:${port}/`;

try {
  const version = await newVersion('single');
  const figures = { pipeUp: [] as number[], syncUp: [] as number[], up: [] as number[], pipeDown: [] as number[], down: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    figures.pipeUp.push(await upload(control, MIB, {}));
    figures.syncUp.push(await upload(`${control}?sync`, MIB, {}));
    figures.up.push(await upload(`${version}/artifacts/file.bin`, MIB, headers));
    figures.pipeDown.push(await download(control, {}));
    figures.down.push(await download(`${version}/artifacts/file.bin`, headers));
  }
  const { pipeUp: plain, syncUp: synced } = figures;
  const [pipeUp, syncUp, up, pipeDown, down] = [plain, synced, figures.up, figures.pipeDown, figures.down].map(median);
  console.log(`${MIB} MiB, ${ROUNDS} rounds, medians in MiB/s\n`);
  console.log('| | pipe | Slipway | ratio |\n|---|---|---|---|');
  console.log(row('upload', pipeUp, up));
  console.log(row('upload, pipe waits for its disk too', syncUp, up));
  console.log(row('download', pipeDown, down));
  console.log(verdict('G18', 'upload / pipe to file', (up ?? 0) / (pipeUp ?? 1), 0.6, 0.6));

  const idle = residentOf(api.pid);
  const many = await newVersion('parallel');
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, residentOf(api.pid))), 50);
  const begun = performance.now();
  await Promise.all(Array.from({ length: PARALLEL }, (_, index) => upload(`${many}/artifacts/${index}.bin`, PARALLEL_MIB, headers)));
  clearInterval(watch);
  const together = (PARALLEL * PARALLEL_MIB) / ((performance.now() - begun) / 1_000);
  console.log(
    `\n${PARALLEL} uploads of ${PARALLEL_MIB} MiB at once: ${together.toFixed(0)} MiB/s together, resident ${idle} -> ${peak} MiB`,
  );
  console.log(verdict('G18', 'growth in MiB', peak - idle, 150, 150, true));
} finally {
  await api.stop();
  await pipe.stop();
  await database.stop();
  installation.remove();
  rmSync(folder, { recursive: true, force: true });
}

/** A version that waits for its files; its address. */
async function newVersion(model: string): Promise<string> {
  const json = { ...headers, 'content-type': 'application/json' };
  await fetch(`${api.url}/api/v1/models`, { method: 'POST', headers: json, body: JSON.stringify({ name: model }) });
  const made = await fetch(`${api.url}/api/v1/models/${model}/versions`, { method: 'POST', headers: json, body: '{}' });
  if (!made.ok) throw new Error(await made.text());
  return `${api.url}/api/v1/models/${model}/versions/1`;
}

function row(name: string, pipeFigure = 0, figure = 0): string {
  return `| ${name} | ${pipeFigure.toFixed(0)} | ${figure.toFixed(0)} | ${(figure / pipeFigure).toFixed(2)} |`;
}

function residentOf(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);
}
