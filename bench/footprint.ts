// What an idle service costs: memory of each process after a minute without work, time from start to ready, and the size of the install.
// `npm run build && node dist/bench/footprint.js`; IDLE_SECONDS (60).
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { freePort } from '#testing/redis/free-port';
import { startBenchDatabase } from './lib/bench-database.js';
import { startProgram, type ChildProgram } from './lib/child-program.js';
import { productionPackages, pssOf } from './lib/footprint.js';
import { Installation } from './lib/slipway-processes.js';

const IDLE_MS = Number(process.env['IDLE_SECONDS'] ?? 60) * 1_000;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BOOT_MS = 120_000;
const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;

/** Starts a program, and waits until it is ready. @returns it with the time that took, in milliseconds. */
async function started(program: string, env: Readonly<Record<string, string>>): Promise<{ child: ChildProgram; ms: number }> {
  const port = await freePort();
  const begin = performance.now();
  const child = startProgram(program, { ...env, PORT: String(port) });
  while (performance.now() - begin < BOOT_MS && child.process.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok === true) return { child, ms: performance.now() - begin };
    await pause(10);
  }
  throw new Error(`${program} did not become ready`);
}

const rows: { readonly process: string; readonly 'to ready': string; readonly idle: string }[] = [];
async function measure(name: string, program: string, env: Readonly<Record<string, string>>): Promise<void> {
  const { child, ms } = await started(program, env);
  await pause(IDLE_MS);
  rows.push({ process: name, 'to ready': `${(ms / 1_000).toFixed(2)} s`, idle: mib(pssOf(child.process.pid ?? 0)) });
  await child.stop();
}

await measure('control: bare Nest on Fastify', 'bench/servers/bare-process.js', {});
const home = mkdtempSync(join(tmpdir(), 'slipway-footprint-'));
const env = { SLIPWAY_HOME: home, LOG_LEVEL: 'warn' };
await measure('npm start, first boot on nothing (makes the database)', 'apps/server/src/main.js', env);
await measure('npm start, later boot', 'apps/server/src/main.js', env);
await removeEmbeddedPostgres(home);
await rm(home, { recursive: true, force: true });

const database = await startBenchDatabase();
const installation = new Installation(database.url);
try {
  await measure('API of its own', 'apps/api/src/main.js', installation.environment);
  await measure('worker of its own', 'apps/worker/src/main.js', installation.environment);
  const traced = { ...installation.environment, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
  await measure('API of its own, traces on', 'apps/api/src/main.js', traced);
} finally {
  installation.remove();
  await database.stop();
}
console.table(rows);

const packages = productionPackages(ROOT);
console.log(`npm ci --omit=dev: ${packages.length} packages, ${mib(packages.reduce((sum, { bytes }) => sum + bytes, 0))}`);
console.table(packages.slice(0, 12).map(({ path, bytes }) => ({ package: path, size: mib(bytes) })));
