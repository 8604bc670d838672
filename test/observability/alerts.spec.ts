import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Database } from '#persistence/core/database';
import { DiskMetrics } from '#platform/metrics/disk-metrics';
import { AlertWorld, scrapeOf } from '#testing/observability/alert-world';
import { startWorkerWithoutQueue } from '#testing/observability/worker-without-queue';
import { alertRules, type AlertRule } from '#testing/observability/alert-rules';
import { parseScrape, type Scrape } from '#testing/observability/promql';
import { objectionsOfPrometheus } from '#testing/observability/promtool';
import { findPeer, missingPeer } from '#testing/peers/peer';

const RULES_FILE = fileURLToPath(new URL('../../docs/alerts/slipway-rules.yml', import.meta.url));
const RULES = alertRules(readFileSync(RULES_FILE, 'utf8'));
const PROMTOOL = findPeer('promtool');
const provoked = new Set<string>();

let world: AlertWorld;
let owner: pg.Client;
beforeAll(async () => {
  world = await AlertWorld.start();
  owner = new pg.Client({ connectionString: world.api.databaseUrl });
  await owner.connect();
}, 120_000);
afterAll(async () => {
  await owner.end();
  await world.stop();
});

/** An alert, which is noted as provoked. */
function alert(name: string): AlertRule {
  provoked.add(name);
  const rule = RULES.find((one) => one.alert === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
}

const becomes = (rule: AlertRule, firing: boolean, more?: readonly Scrape[]): Promise<void> =>
  vi.waitFor(async () => expect(await world.fires(rule, more)).toBe(firing), { timeout: 20_000, interval: 100 });

async function endpoint(eventTypes: readonly string[]): Promise<string> {
  const { json } = await world.api.request<{ id: string }>('POST', '/api/v1/webhooks', { body: { url: world.receiver.url, eventTypes } });
  return json.id;
}

const model = (name: string): Promise<unknown> => world.api.request('POST', '/api/v1/models', { body: { name } });

it('fires nothing while all is well', async () => {
  await model('well');
  await vi.waitFor(
    async () => {
      await world.scrape();
      const firing: string[] = [];
      for (const rule of RULES) if (await world.fires(rule)) firing.push(rule.alert);
      expect(firing).toEqual([]);
    },
    { timeout: 20_000, interval: 200 },
  );
});

it('SlipwayOutboxLag, SlipwayAuditSealingLag: whoever relays and seals is held up', async () => {
  await owner.query('BEGIN');
  await owner.query(`SELECT pg_advisory_xact_lock(7305221001), pg_advisory_xact_lock(hashtextextended('slipway.audit-chain.default', 0))`);
  await model('held-up');
  await world.sql(`UPDATE event SET created_at = created_at - interval '10 seconds' WHERE position IS NULL`);
  await world.sql(`ALTER TABLE audit_entry DISABLE TRIGGER USER`);
  await world.sql(`UPDATE audit_entry SET at = at - interval '10 seconds' WHERE id IN (SELECT entry_id FROM audit_unsealed)`);
  await world.sql(`ALTER TABLE audit_entry ENABLE TRIGGER USER`);
  await becomes(alert('SlipwayOutboxLag'), true);
  await becomes(alert('SlipwayAuditSealingLag'), true);
  await owner.query('ROLLBACK');
  await becomes(alert('SlipwayOutboxLag'), false);
  await becomes(alert('SlipwayAuditSealingLag'), false);
});

it('SlipwayDeliveriesFailing, SlipwayEndpointDisabled, SlipwayDeliveriesDead: a receiver fails, and then wants no more', async () => {
  const failing = alert('SlipwayDeliveriesFailing');
  world.receiver.answer = 500;
  await endpoint(['model.created']);
  await model('fails-first');
  await vi.waitFor(() => expect(world.receiver.received.length).toBeGreaterThan(0), { timeout: 10_000 });
  await world.scrape();
  await model('fails-again');
  await becomes(failing, true);

  world.receiver.answer = 410;
  const dead = alert('SlipwayDeliveriesDead');
  await world.scrape();
  const id = await endpoint(['model.updated']);
  await world.api.request('PUT', '/api/v1/models/well/tags/a', { body: { value: 'b' } });
  await becomes(dead, true);
  await becomes(alert('SlipwayEndpointDisabled'), true);
  world.receiver.answer = 204;
  await world.sql(`UPDATE webhook_endpoint SET deleted_at = now() WHERE id <> $1`, [id]);
  await world.api.request('DELETE', `/api/v1/webhooks/${id}`);
  await becomes(alert('SlipwayEndpointDisabled'), false);
});

it('SlipwayDeliveriesLate: the process that sends to an endpoint hangs', async () => {
  const id = await endpoint(['model.created']);
  await world.sql(
    `UPDATE webhook_endpoint SET drain_owner = 'a process that hangs', drain_until = now() + interval '1 hour' WHERE id = $1`,
    [id],
  );
  await model('late');
  await vi.waitFor(async () => expect(await world.api.database.client.delivery.count({ where: { endpointId: id } })).toBe(1), {
    timeout: 10_000,
  });
  await world.sql(`UPDATE delivery SET next_attempt_at = now() - interval '1 minute' WHERE endpoint_id = $1`, [id]);
  await becomes(alert('SlipwayDeliveriesLate'), true);
  await world.sql(`UPDATE webhook_endpoint SET drain_owner = NULL, drain_until = NULL WHERE id = $1`, [id]);
  await becomes(alert('SlipwayDeliveriesLate'), false);
});

it('SlipwayPurgeLag: what should be gone is still there', async () => {
  await world.sql(`UPDATE event SET created_at = now() - interval '33 days' WHERE position = (SELECT min(position) FROM event)`);
  await becomes(alert('SlipwayPurgeLag'), true);
  await world.sql(`UPDATE event SET created_at = now() WHERE position = (SELECT min(position) FROM event)`);
  await becomes(alert('SlipwayPurgeLag'), false);
});

it('SlipwayDeploymentsStuck: a dispatch of which nobody knows, held by a process that hangs', async () => {
  await world.sql(`
    INSERT INTO deployment (id, workspace, target_id, target_name, promotion_id, model_id, version_id, version, stage, generation, state, due_at, sent_at, lease_until,
      created_at, updated_at)
    SELECT 'dpl_stuck', 'default', 'tgt_1', 'eu', 'prm_1', id, 'ver_1', 1, 'Production', 1, 'reconciling', now(), now() - interval '20 minutes', now() + interval '1 hour',
      now(), now() FROM registered_model LIMIT 1`);
  await becomes(alert('SlipwayDeploymentsStuck'), true);
  await world.sql(`DELETE FROM deployment`);
  await becomes(alert('SlipwayDeploymentsStuck'), false);
});

it('SlipwayPoolExhausted, SlipwaySlowRequests, SlipwayOverloaded: the database is kept busy by others', async () => {
  const database = world.api.app.get(Database);
  const sleepers = Array.from({ length: 20 }, () => database.pool.query('SELECT pg_sleep(1.2)').catch(() => undefined));
  await becomes(alert('SlipwayPoolExhausted'), true);
  await Promise.all(sleepers);
  await becomes(alert('SlipwayPoolExhausted'), false);

  const read = (): Promise<unknown> => world.api.request('GET', '/api/v1/models/well');
  await read();
  await world.scrape();
  const again = Array.from({ length: 16 }, () => database.pool.query('SELECT pg_sleep(1.4)').catch(() => undefined));
  await Promise.all([read(), read(), ...again]);
  expect(await world.fires(alert('SlipwaySlowRequests'))).toBe(true);

  await owner.query('BEGIN');
  await owner.query('LOCK TABLE registered_model IN ACCESS EXCLUSIVE MODE');
  await vi.waitFor(
    async () => {
      await Promise.all(Array.from({ length: 250 }, read));
      expect(await world.fires(alert('SlipwayOverloaded'))).toBe(true);
    },
    { timeout: 40_000, interval: 10 },
  );
  await owner.query('ROLLBACK');
}, 120_000);

it('SlipwayEventLoopLag: something keeps the process busy', async () => {
  await world.scrape();
  const until = performance.now() + 900;
  while (performance.now() < until);
  expect(await world.fires(alert('SlipwayEventLoopLag'))).toBe(true);
});

it('SlipwayDiskNearlyFull: a disk fills up', async () => {
  const registry = new Registry();
  let free = 50;
  new DiskMetrics(registry, { artifacts: '/srv' }, () => Promise.resolve({ free, size: 100 }));
  const disk = async (): Promise<Scrape> => parseScrape(await registry.metrics(), { job: 'another' });
  // The real one of this machine is measured too; how full it is is not for this test to say.
  expect((await world.scrape()).get('slipway_disk_size_bytes')?.[0]?.value).toBeGreaterThan(0);
  const rule = alert('SlipwayDiskNearlyFull');
  expect(world.judge(rule, await disk())).toBe(false);
  free = 9;
  expect(world.judge(rule, await disk())).toBe(true);
});

it('SlipwayQueueAway: a worker whose Redis is not there', async () => {
  const away = await startWorkerWithoutQueue(world.api.databaseUrl);
  expect(await world.fires(alert('SlipwayQueueAway'), [await scrapeOf('slipway-worker', away.url)])).toBe(true);
  await away.stop();
  expect(await world.fires(alert('SlipwayDown'), [await scrapeOf('slipway-worker', away.url)])).toBe(true);
});

it('SlipwayAuditChainBroken, SlipwayAuditCheckpointOld: the owner of the database takes the newest entries away', async () => {
  await vi.waitFor(async () => expect(await world.api.database.client.auditCheckpoint.count()).toBeGreaterThan(0), { timeout: 10_000 });
  for (const table of ['audit_seal', 'audit_checkpoint']) await world.sql(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await world.sql(`UPDATE audit_checkpoint SET created_at = now() - interval '10 minutes'`);
  await world.sql(`DELETE FROM audit_seal WHERE position >= (SELECT max(position) FROM audit_checkpoint)`);
  await becomes(alert('SlipwayAuditChainBroken'), true);
  await becomes(alert('SlipwayAuditCheckpointOld'), true);
});

it('SlipwayArtifactsDamaged: bytes are found that do not match their digests', async () => {
  await world.sql(
    `INSERT INTO blob (id, workspace, size, sha256, chunks, created_at, damaged_at) VALUES ('blb_bad', 'default', 1, 'x', '', now(), now())`,
  );
  await becomes(alert('SlipwayArtifactsDamaged'), true);
  await world.sql(`DELETE FROM blob WHERE id = 'blb_bad'`);
  await becomes(alert('SlipwayArtifactsDamaged'), false);
});

it('SlipwayMigrationsMissing: the database is put back behind the release', async () => {
  await world.sql('UPDATE _prisma_migrations SET finished_at = NULL');
  const late = await startWorkerWithoutQueue(world.api.databaseUrl);
  expect(await world.fires(alert('SlipwayMigrationsMissing'), [await scrapeOf('slipway-worker', late.url)])).toBe(true);
  await late.stop();
  await world.sql('UPDATE _prisma_migrations SET finished_at = now()');
});

it('SlipwayDatabaseAway, SlipwayErrors: the database takes nobody', async () => {
  const read = async (): Promise<number> => (await world.api.request('GET', '/api/v1/promotions')).status;
  const name = new URL(world.api.databaseUrl).pathname.slice(1);
  const admin = new URL(world.api.databaseUrl);
  admin.pathname = '/postgres';
  const other = new pg.Client({ connectionString: admin.href });
  await other.connect();
  await other.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
  await owner.end();
  const errors = alert('SlipwayErrors');
  await other.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await vi.waitFor(async () => expect(await read()).toBe(503), { timeout: 10_000 });
  await world.scrape();
  await read();
  expect(await world.fires(errors)).toBe(true);
  expect(await world.fires(alert('SlipwayDatabaseAway'))).toBe(true);
  await other.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
  await other.end();
  await becomes(alert('SlipwayDatabaseAway'), false);
  owner = new pg.Client({ connectionString: world.api.databaseUrl });
  await owner.connect();
});

it('was every rule', () => {
  expect(RULES.map((rule) => rule.alert).filter((name) => !provoked.has(name))).toEqual([]);
});

if (PROMTOOL === null) process.stderr.write(`${missingPeer('promtool')}\n`);
it.skipIf(PROMTOOL === null)(
  'Prometheus itself takes the rules, and means the same by the last that was seen of each alert, firing and not',
  async () => {
    const { observations } = world;
    expect(observations.filter(({ firing }) => firing).map(({ rule }) => rule.alert)).toEqual(expect.arrayContaining([...provoked]));
    expect(await objectionsOfPrometheus(PROMTOOL ?? '', RULES_FILE, observations)).toBe('');
  },
);
