// G18: uploads and downloads of large files over HTTP beside a server that only pipes bodies into a file, and the memory of many at once.
// BENCH_STORE=s3: in a bucket of versitygw on this machine, which is a third program that wants its share of the processors, and not on disk.
// BENCH_MLFLOW=<path of mlflow>: the artifact proxy of an MLflow server beside them (on disk).
// BENCH_BY=parts: those at once by parts, to the addresses that the service signs (on S3 the store's own), and completed; not by one PUT each.
// BENCH_MIB: MiB of one file; BENCH_PARALLEL, BENCH_PARALLEL_MIB: uploads at once and MiB of each (they need as much disk); BENCH_ROUNDS.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LargeFile } from '#testing/artifacts/large-file';
import { UploadClient } from '#testing/artifacts/large-uploads';
import { startS3Server } from '#testing/artifacts/s3-server';
import type { ShownUpload } from '#testing/artifacts/upload-by-parts';
import { freePort } from '#testing/redis/free-port';
import { startBenchDatabase } from './lib/bench-database.js';
import { download, upload } from './lib/byte-transfers.js';
import { makeCallers } from './lib/callers.js';
import { messageOf, startProgram } from './lib/child-program.js';
import { median } from './lib/measure.js';
import { startMlflowProxy } from './lib/mlflow-proxy.js';
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
const bucket = process.env['BENCH_STORE'] === 's3' ? await startS3Server() : null;
const installation = new Installation(database.url, bucket?.env);
const [token = ''] = await makeCallers(database.pool, 1);
const api = await installation.startApi();
const proxy = process.env['BENCH_MLFLOW'] === undefined ? null : await startMlflowProxy(process.env['BENCH_MLFLOW'], folder);
const headers = { authorization: `Bearer ${token}` };
const control = `http://127.0.0.1:${port}/`;

// Before the first upload: what that alone brings (SDK, thread for digests) is growth too.
const idle = residentOf(api.pid);

try {
  const version = await newVersion('single');
  const figures = {
    pipeUp: [] as number[],
    syncUp: [] as number[],
    up: [] as number[],
    pipeDown: [] as number[],
    down: [] as number[],
    proxyUp: [] as number[],
    proxyDown: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    figures.pipeUp.push(await upload(control, MIB, {}));
    figures.syncUp.push(await upload(`${control}?sync`, MIB, {}));
    figures.up.push(await upload(`${version}/artifacts/file.bin`, MIB, headers));
    figures.pipeDown.push(await download(control, {}));
    figures.down.push(await download(`${version}/artifacts/file.bin`, headers));
    if (proxy === null) continue;
    figures.proxyUp.push(await upload(proxy.url, MIB, {}));
    figures.proxyDown.push(await download(proxy.url, {}));
  }
  await proxy?.stop();
  const { pipeUp: plain, syncUp: synced } = figures;
  const [pipeUp, syncUp, up, pipeDown, down] = [plain, synced, figures.up, figures.pipeDown, figures.down].map(median);
  console.log(`${bucket === null ? 'On disk' : 'On S3'}: ${MIB} MiB, ${ROUNDS} rounds, medians in MiB/s\n`);
  console.log('| | pipe | Slipway | ratio |\n|---|---|---|---|');
  console.log(row('upload', pipeUp, up));
  console.log(row('upload, pipe waits for its disk too', syncUp, up));
  console.log(row('download', pipeDown, down));
  console.log(verdict('G18', 'upload / pipe to file', (up ?? 0) / (pipeUp ?? 1), 0.6, 0.6));
  console.log(verdict('G18', 'download / pipe from file', (down ?? 0) / (pipeDown ?? 1), 0.8, 0.8));

  if (proxy !== null) {
    const [proxyUp, proxyDown] = [figures.proxyUp, figures.proxyDown].map(median);
    console.log(`\nMLflow's artifact proxy: upload ${proxyUp?.toFixed(0)}, download ${proxyDown?.toFixed(0)} MiB/s`);
    console.log(verdict('G18', "upload / MLflow's artifact proxy", (up ?? 0) / (proxyUp ?? 1), 1, 1));
    console.log(verdict('G18', "download / MLflow's artifact proxy", (down ?? 0) / (proxyDown ?? 1), 1, 1));
  }

  const many = await newVersion('parallel');
  const byParts = process.env['BENCH_BY'] === 'parts';
  const one = byParts ? uploadsByParts(PARALLEL_MIB) : (path: string) => upload(`${many}/artifacts/${path}`, PARALLEL_MIB, headers);
  let peak = residentOf(api.pid);
  const before = peak;
  const watch = setInterval(() => (peak = Math.max(peak, residentOf(api.pid))), 50);
  const begun = performance.now();
  const uploads = Array.from({ length: PARALLEL }, (_, index) => one(`${index}.bin`));
  await Promise.all(uploads).finally(() => clearInterval(watch));
  const together = (PARALLEL * PARALLEL_MIB) / ((performance.now() - begun) / 1_000);
  console.log(
    `\n${PARALLEL} uploads of ${PARALLEL_MIB} MiB at once${byParts ? ', by parts' : ''}: ${together.toFixed(0)} MiB/s together, resident ${idle} idle, ${before} before, ${peak} MiB at most`,
  );
  console.log(verdict('G18', 'growth in MiB', peak - idle, 150, 150, true));
} finally {
  await api.stop();
  await pipe.stop();
  await proxy?.stop();
  await database.stop();
  installation.remove();
  await bucket?.stop();
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

/** Uploads of one such file by parts: its digest is known before the first begins. */
function uploadsByParts(mib: number): (path: string) => Promise<unknown> {
  const block = Buffer.alloc(1024 * 1024, 'slipway');
  const size = mib * block.length;
  const sha256 = new LargeFile(size, block).sha256();
  const client = new UploadClient(api.url, token);
  return async (path) => {
    const uploads = '/api/v1/models/parallel/versions/1/uploads';
    const { json: begun } = await client.call<ShownUpload>('POST', uploads, { path, size, sha256 });
    await client.sendMissing(`${uploads}/${begun.id}`, new LargeFile(size, Buffer.from(block)));
    return client.complete(`${uploads}/${begun.id}`);
  };
}

function row(name: string, pipeFigure = 0, figure = 0): string {
  return `| ${name} | ${pipeFigure.toFixed(0)} | ${figure.toFixed(0)} | ${(figure / pipeFigure).toFixed(2)} |`;
}

function residentOf(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);
}
