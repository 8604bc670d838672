// `npm run dev`: the service, compiled and started again after every change of a source. Types are not checked here (`npm run check` does);
// the database stays in SLIPWAY_HOME over restarts.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureGenerated, ensureInstalled, main, root } from './lib.mjs';
import { removePrograms } from './former-parts.mjs';
import { dist } from './programs.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureGenerated();
  await ensureBuilt({ programs: [] });
  // They would be older than what is compiled from here on.
  removePrograms(dist);
});

if (process.exitCode === undefined) {
  // Not TypeScript 7, whose watch sees no change.
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck', '--watch', '--preserveWatchOutput'];
  const server = ['--watch', '--watch-preserve-output', '--enable-source-maps', 'dist/apps/server/src/main.js'];
  const start = ([script, ...args]) =>
    spawn(process.execPath, [script.startsWith('-') ? script : join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  const children = [start(tsc), start(server)];
  const stop = (signal) => children.forEach((child) => child.kill(signal));
  // Both are in our group, so Ctrl+C reaches them too; the service bears being told twice.
  process.on('SIGINT', () => stop('SIGINT')).on('SIGTERM', () => stop('SIGTERM'));
  for (const child of children) {
    child.on('exit', (code) => {
      process.exitCode ??= code ?? 0;
      stop('SIGTERM');
    });
  }
}
