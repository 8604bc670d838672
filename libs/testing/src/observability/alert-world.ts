import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createWorker } from '#worker/create-worker';
import { loadConfig } from '#platform/config/load-config';
import { KeyRing } from '#platform/crypto/key-ring';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { startReceiver, type Receiver } from '../effects/receiver.js';
import type { AlertRule } from './alert-rules.js';
import type { Observation } from './promtool.js';
import { evaluate, merged, parseScrape, type Scrape } from './promql.js';

/** An API and a worker on a database of their own, scraped as Prometheus does. */
export class AlertWorld {
  private before: Scrape = new Map();
  private last: Scrape = new Map();
  private readonly seen = new Map<string, Observation>();

  private constructor(
    readonly api: TestApi,
    private readonly worker: NestFastifyApplication,
    private readonly workerUrl: string,
    readonly receiver: Receiver,
    private readonly home: string,
  ) {}

  static async start(): Promise<AlertWorld> {
    const home = await mkdtemp(join(tmpdir(), 'slipway-alerts-'));
    const env = {
      SLIPWAY_ENCRYPTION_KEYS: KeyRing.generate(),
      SLIPWAY_AUDIT_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    const api = await startTestApi({ env });
    const config = loadConfig({ ...env, SLIPWAY_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }, 'worker');
    const logger = SlipwayLogger.create(config.logging, { write: () => undefined });
    const worker = await createWorker({ config, databaseUrl: api.databaseUrl, version: 'test' }, logger);
    await worker.listen(0, '127.0.0.1');
    return new AlertWorld(api, worker, await worker.getUrl(), await startReceiver(), home);
  }

  async stop(): Promise<void> {
    await this.worker.close();
    await this.receiver.close();
    await this.api.close();
    await rm(this.home, { recursive: true, force: true });
  }

  /** One scrape of both, with the labels that Prometheus gives them; a target that does not answer is `up` 0. */
  async scrape(more: readonly Scrape[] = []): Promise<Scrape> {
    const targets = [
      ['slipway-api', this.api.url],
      ['slipway-worker', this.workerUrl],
    ] as const;
    const scrapes = await Promise.all(targets.map(([job, url]) => scrapeOf(job, url)));
    this.before = this.last;
    this.last = merged([...scrapes, ...more]);
    return this.last;
  }

  /** Whether the alert would fire now (its `for` apart): scrapes, and evaluates with the scrape before it a minute ago. */
  async fires(rule: AlertRule, more: readonly Scrape[] = []): Promise<boolean> {
    const now = await this.scrape(more);
    return this.judge(rule, now, this.before);
  }

  /** The same for scrapes that are already there. */
  judge(rule: AlertRule, now: Scrape, before = now): boolean {
    const firing = evaluate(rule.expr, now, before).length > 0;
    this.seen.set(`${rule.alert} ${firing}`, { rule, before, now, firing });
    return firing;
  }

  /** The last that was seen of each alert while it fired, and while it did not. */
  get observations(): readonly Observation[] {
    return [...this.seen.values()];
  }

  /** SQL as the owner of the database, past everything. */
  async sql(text: string, values: readonly unknown[] = []): Promise<void> {
    await this.api.database.pool.query(text, [...values]);
  }
}

/** The metrics of one target; a target that does not answer is `up` 0. */
export async function scrapeOf(job: string, url: string): Promise<Scrape> {
  const labels = { job, instance: url };
  try {
    const text = await (await fetch(`${url}/metrics`)).text();
    return parseScrape(`up 1\n${text}`, labels);
  } catch {
    return parseScrape('up 0', labels);
  }
}
