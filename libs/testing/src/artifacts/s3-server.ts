import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Place } from '#platform/config/artifacts-config';
import { findPeer } from '../peers/peer.js';
import { freePort } from '../redis/free-port.js';

const ACCESS_KEY = 'slipway-test';
const SECRET_KEY = 'slipway-test-secret';
const BUCKET = 'models';

/** A real S3-compatible server (versitygw) over a folder of the test's own. */
export interface S3Server {
  readonly place: S3Place;
  /** What a service of its own must be started with. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder behind the bucket. */
  readonly folder: string;
  /** Ends the server as `kill -9` does; its objects stay. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Ends the server and removes its objects. */
  stop(): Promise<void>;
}

/** Starts the server with one empty bucket. @throws Error where versitygw is not installed (`findPeer`). */
export async function startS3Server(): Promise<S3Server> {
  const program = findPeer('versitygw');
  if (program === null) throw new Error('versitygw is not installed');
  const root = await mkdtemp(join(tmpdir(), 'slipway-s3-'));
  const folder = join(root, 'objects', BUCKET);
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  let child = await launch(program, port, join(root, 'objects'));
  const endpoint = `http://127.0.0.1:${port}`;
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    folder,
    place: {
      bucket: BUCKET,
      prefix: 'slipway',
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY },
    },
    env: {
      SLIPWAY_ARTIFACT_ROOT: `s3://${BUCKET}/slipway`,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
    },
    kill,
    restart: async () => {
      child = await launch(program, port, join(root, 'objects'));
    },
    stop: async () => {
      await kill();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function launch(program: string, port: number, folder: string): Promise<ChildProcess> {
  const env = { ...process.env, ROOT_ACCESS_KEY: ACCESS_KEY, ROOT_SECRET_KEY: SECRET_KEY };
  const child = spawn(program, ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder], { env, stdio: 'ignore' });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error('versitygw ended');
    // Any answer will do: it takes connections.
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answered) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error('versitygw does not answer');
}
