import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { KeyRing } from '#platform/crypto/key-ring';
import { freePort } from '#testing/redis/free-port';
import { startProgram, type ChildProgram } from './child-program.js';

/** A running API or worker. */
export interface SlipwayProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Long enough for a boot on a busy machine. */
const BOOT_MS = 60_000;

/** One installation: the database, its keys, and where its queue lives. Its processes are those that an operator starts. */
export class Installation {
  private readonly home = mkdtempSync(join(tmpdir(), 'slipway-bench-home-'));
  readonly keys = KeyRing.generate();
  private readonly auditKey = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

  /** @param more such as where artifacts are kept. */
  constructor(
    private readonly databaseUrl: string,
    private readonly more: Readonly<Record<string, string>> = {},
  ) {}

  /** The environment of its processes, but for port and queue. */
  get environment(): Readonly<Record<string, string>> {
    return {
      DATABASE_URL: this.databaseUrl,
      SLIPWAY_HOME: this.home,
      SLIPWAY_ENCRYPTION_KEYS: this.keys,
      SLIPWAY_AUDIT_KEY: this.auditKey,
      SLIPWAY_OUTBOUND_ALLOW: '127.0.0.0/8',
      LOG_LEVEL: 'warn',
      ...this.more,
    };
  }

  /** @param more what this one has in its environment and others have not. */
  startApi(redisUrl?: string, more: Readonly<Record<string, string>> = {}): Promise<SlipwayProcess> {
    return this.start('apps/api/src/main.js', redisUrl, more);
  }

  /** Relay, drains, sealer and all other sweeps. */
  startWorker(redisUrl?: string): Promise<SlipwayProcess> {
    return this.start('apps/worker/src/main.js', redisUrl);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private async start(program: string, redisUrl: string | undefined, more: Readonly<Record<string, string>> = {}): Promise<SlipwayProcess> {
    const port = await freePort();
    const queue = redisUrl === undefined ? {} : { REDIS_URL: redisUrl };
    const child = startProgram(program, { ...this.environment, ...queue, ...more, PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    try {
      await ready(child, url);
    } catch (error) {
      await child.stop();
      throw error;
    }
    return { url, pid: child.process.pid ?? 0, stop: () => child.stop() };
  }
}

async function ready(child: ChildProgram, url: string): Promise<void> {
  const end = performance.now() + BOOT_MS;
  while (performance.now() < end && child.process.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok === true) return;
    await pause(50);
  }
  throw new Error(`${url} did not become ready (exit code ${child.process.exitCode ?? 'none'})`);
}
