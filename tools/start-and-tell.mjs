// What a newcomer does, as a check: `npm start` in one terminal, `npm run example:first-promotion` in another, then Ctrl+C. Run on a fresh
// clone on every system by .github/workflows/ci.yml. Exits with 1 when the service does not get ready, the story fails, or the stop hangs.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const url = `http://127.0.0.1:${process.env.PORT ?? '5000'}`;
/** The aim is 90 s with an empty npm cache on 2 cores; shared CI runners get twice that before it counts as broken. */
const READY_WITHIN_MS = 180_000;
/** Longer than the drain that SIGTERM begins. */
const STOPPED_WITHIN_MS = 60_000;
const windows = process.platform === 'win32';

/** npm is a .cmd on Windows, which only a shell starts; a group of its own elsewhere, so that Ctrl+C reaches the whole of it. */
const npm = (...args) => spawn('npm', args, { stdio: 'inherit', shell: windows, detached: !windows });

async function isReady() {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function waitUntilReady(service, deadline) {
  while (performance.now() < deadline) {
    if (service.exitCode !== null) throw new Error(`npm start ended with exit code ${service.exitCode}`);
    if (await isReady()) return;
    await sleep(250);
  }
  throw new Error(`${url}/readyz did not answer 200 within ${READY_WITHIN_MS / 1000} s`);
}

/** Ctrl+C: SIGINT to the group; Windows has none for a child, so its tree is ended there. */
async function stop(service) {
  if (service.exitCode !== null || service.signalCode !== null) return;
  const ended = once(service, 'exit');
  if (windows) spawnSync('taskkill', ['/pid', String(service.pid), '/T', '/F']);
  else process.kill(-service.pid, 'SIGINT');
  const late = sleep(STOPPED_WITHIN_MS, 'late', { ref: false });
  if ((await Promise.race([ended, late])) !== 'late') return;
  if (!windows) process.kill(-service.pid, 'SIGKILL');
  throw new Error(`the service did not stop within ${STOPPED_WITHIN_MS / 1000} s`);
}

if (await isReady()) throw new Error(`something answers on ${url} already: set PORT to a free one`);
const begun = performance.now();
const service = npm('start');
try {
  await waitUntilReady(service, begun + READY_WITHIN_MS);
  console.log(`== ready after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  const story = npm('run', 'example:first-promotion');
  const [code] = await once(story, 'exit');
  if (code !== 0) throw new Error(`the story ended with exit code ${code}`);
  console.log('== the story is told');
} catch (error) {
  console.error(`== ${error.message}`);
  process.exitCode = 1;
} finally {
  await stop(service);
  console.log('== stopped');
}
