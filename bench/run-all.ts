// Runs every benchmark in turn, each in a process and on a database of its own. What they print belongs into RESULTS.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

const PROGRAMS = [
  'one-production',
  'promotion-data-layer',
  'promotion-http',
  'get-version',
  'deliveries',
  'delivery-latency',
  'noisy-neighbours',
  'recovery',
  'tracing',
  'artifacts',
  'footprint',
];

const [cpu] = cpus();
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} x ${cpu?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1)}`,
);
for (const program of PROGRAMS) {
  console.log(`\n## ${program}\n`);
  const child = spawn(process.execPath, [fileURLToPath(new URL(`${program}.js`, import.meta.url))], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exitCode = 1;
}
