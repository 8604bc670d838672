import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startProgram } from './child-program.js';
import { NotAsToldError } from './told.js';

/** A running Slipway and a token for it. */
export interface Service {
  readonly url: string;
  readonly token: string;
  /** Whether the story started it, and so ends it. */
  readonly own: boolean;
  stop(): Promise<void>;
}

/** A first start on a slow machine makes the database and migrates it. */
const START_MS = 90_000;
const PROBE_MS = 3_000;

/**
 * The service of SLIPWAY_URL (else that of `npm start` on this machine: PORT, or 5000) with SLIPWAY_TOKEN (else the token in SLIPWAY_HOME/admin-token). Where none
 * answers, one of our own: `npm start` on a free port with a temporary SLIPWAY_HOME.
 * @throws {NotAsToldError} where a service answers and there is no token for it.
 */
export async function findService(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Service> {
  const url = (env['SLIPWAY_URL'] ?? `http://127.0.0.1:${env['PORT'] ?? '5000'}`).replace(/\/+$/, '');
  if (await answers(url)) return { url, token: tokenFor(url, env), own: false, stop: () => Promise.resolve() };
  say(`No Slipway answers at ${url}: starting one on a free port, with data that go away at the end.`);
  return startService(env);
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PROBE_MS), redirect: 'manual' });
    const state: unknown = await answer.json();
    return typeof state === 'object' && state !== null && 'status' in state && (state.status === 'ready' || state.status === 'degraded');
  } catch {
    return false;
  }
}

function tokenFor(url: string, env: NodeJS.ProcessEnv): string {
  const given = env['SLIPWAY_TOKEN'];
  if (given !== undefined && given !== '') return given;
  const file = join(resolve(env['SLIPWAY_HOME'] ?? '.slipway'), 'admin-token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new NotAsToldError(`A Slipway answers at ${url}, but there is no token for it: set SLIPWAY_TOKEN (${file} is not there).`);
  }
}

async function startService(env: NodeJS.ProcessEnv): Promise<Service> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-first-promotion-'));
  const remove = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  try {
    const program = await startProgram({
      program: '../../apps/server/src/main',
      env: { ...withoutService(env), SLIPWAY_HOME: home, PORT: '0', LOG_LEVEL: 'warn' },
      stopBy: 'disconnect',
      isGreeting: (line) => line.startsWith('Slipway is running at '),
      timeoutMs: START_MS,
    });
    const url = program.greeting.replace('Slipway is running at ', '').trim();
    const token = readFileSync(join(home, 'admin-token'), 'utf8').trim();
    const stop = async (): Promise<void> => {
      await program.stop();
      remove();
    };
    return { url, token, own: true, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What would make our own service another than the embedded one on loopback. */
function withoutService(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(SLIPWAY_|DATABASE_URL$|REDIS_URL$|PORT$|HOST$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
