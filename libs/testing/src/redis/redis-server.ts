import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

/** A real Redis server of the test's own, on a free port of 127.0.0.1, with an append-only file so that a kill loses nothing. */
export interface RedisServer {
  readonly url: string;
  /** Ends the server as `kill -9` does; its data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves when it takes connections. */
  restart(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** Whether `redis-server` is on the PATH; for tests that must decide before they start anything. */
export function redisIsInstalled(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** Starts Redis, or answers null where `redis-server` is not installed. Throws when it is, but does not start. */
export async function startRedis(): Promise<RedisServer | null> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-redis-'));
  const port = await freePort();
  let child = await launch(port, directory);
  if (child === null) {
    await rm(directory, { recursive: true, force: true });
    return null;
  }
  const kill = async () => {
    if (child === null) return;
    await killAndWait(child);
    child = null;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    restart: async () => {
      child = await launch(port, directory);
      if (child === null) throw new Error('redis-server is no longer installed');
    },
    stop: async () => {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, directory: string): Promise<ChildProcess | null> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'yes'];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(null) : reject(error)));
    child.once('exit', () => reject(new Error(`redis-server ended: ${output.join('')}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      if (output.join('').includes('Ready to accept connections')) resolve(child);
    });
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  });
}

async function killAndWait(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
