import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { SealedSecretVault } from '#persistence/effects/sealed-secret-vault';
import { OutboxNotifier } from '#persistence/effects/outbox-notifier';
import { LocalEffectsSignal } from '#persistence/core/local-effects-signal';
import { loadConfig, type SlipwayConfig } from '#platform/config/load-config';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { EffectsWorld } from '#testing/effects/effects-world';
import { contextOf } from '#testing/promotion/actors';
import { createWorker } from './create-worker.js';

let world: EffectsWorld;
let home: string;
let config: SlipwayConfig;
const workers: NestFastifyApplication[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'slipway-worker-'));
  // As on a laptop: keys are made, loopback may be called.
  config = loadConfig({ SLIPWAY_HOME: home, PORT: '0', LOG_LEVEL: 'error' }, 'worker');
  world = await EffectsWorld.start(SealedSecretVault.withKeys(config.secrets.encryption));
});
afterEach(() => Promise.all(workers.splice(0).map((app) => app.close())));
afterAll(async () => {
  await world.stop();
  await rm(home, { recursive: true, force: true });
});

const startWorker = async (more: Partial<SlipwayConfig> = {}): Promise<string> => {
  const logger = SlipwayLogger.create(config.logging, { write: () => undefined });
  const app = await createWorker({ config: { ...config, ...more }, databaseUrl: world.databaseUrl, version: 'test' }, logger);
  workers.push(app);
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
};

it('brings every event to every endpoint once with two workers at work, through NOTIFY from another process', async () => {
  const urls = await Promise.all([startWorker(), startWorker()]);
  const signal = new LocalEffectsSignal();
  const notifier = new OutboxNotifier(world.databaseUrl, signal, () => undefined);
  notifier.onApplicationBootstrap();
  const owner = await world.user('ann', 'admin');
  const receivers = await Promise.all([world.receiver(), world.receiver(), world.receiver()]);
  for (const receiver of receivers) await world.endpoint(owner, receiver);
  const models = await Promise.all(['a', 'b'].map((name) => world.model(name)));
  await Promise.all(
    models.map(async (model) => {
      for (let n = 0; n < 40; n += 1) {
        await world.happen(model, 'model.updated', 'model.tag_set');
        signal.wake();
      }
    }),
  );
  await vi.waitFor(() => expect(receivers.map((receiver) => receiver.received.length)).toEqual([160, 160, 160]), { timeout: 20_000 });
  for (const { received } of receivers) {
    expect(new Set(received.map((webhook) => webhook.id)).size).toBe(160);
    const positions = received.map((webhook) => webhook.event.position).toSorted((one, other) => one - other);
    expect(positions).toEqual(Array.from({ length: 160 }, (_, n) => n + 1));
  }
  const [url] = urls;
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toMatch(/slipway_outbox_lag_seconds \d/);
  expect(metrics).toContain('slipway_queue_depth{queue="drain"}');
  await notifier.onApplicationShutdown();
});

it('seals the audit log and delivers a test event without being told', async () => {
  await startWorker();
  const owner = await world.user('bob', 'admin');
  const receiver = await world.receiver();
  const { id } = await world.endpoint(owner, receiver, { eventTypes: ['version.*'] });
  await world.test.execute(contextOf(owner), id);
  await vi.waitFor(() => expect(receiver.received.map((webhook) => webhook.event.type)).toEqual(['webhook.test']), { timeout: 5_000 });
  await vi.waitFor(async () => expect(await world.database.client.auditUnsealed.count()).toBe(0), { timeout: 5_000 });
});

it('is ready with database and queue, and 503 with the queue away; it lives in any case', async () => {
  const well = await startWorker();
  expect((await fetch(`${well}/readyz`)).status).toBe(200);
  const away = await startWorker({ queue: { kind: 'redis', url: 'redis://127.0.0.1:1' } });
  const answer = await fetch(`${away}/readyz`);
  expect([answer.status, await answer.json()]).toEqual([
    503,
    { status: 'unavailable', database: 'ready', queue: 'away', outboxLagSeconds: expect.any(Number) },
  ]);
  expect((await fetch(`${away}/livez`)).status).toBe(200);
  expect((await fetch(`${away}/metrics`)).status).toBe(200);
});
