// An endpoint with 300,000 unfinished deliveries is deleted, one recovers, and 300,000 are sent again: what the request takes, and until all is done;
// the control is the one UPDATE of release 0.1.0. BENCH_ROWS: how many deliveries.
import { ChangeMany } from '#application/change-many/change-many';
import { RedeliverNext } from '#application/redeliver/redeliver-next';
import { Database } from '#persistence/core/database';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { UlidIds } from '#persistence/core/ulid-ids';
import { PrismaDeliveryStore } from '#persistence/effects/prisma-delivery-store';
import { PrismaEndpointStore } from '#persistence/effects/prisma-endpoint-store';
import { PrismaMassChangeStore } from '#persistence/effects/prisma-mass-change-store';
import { PrismaRedeliveryStore } from '#persistence/effects/prisma-redelivery-store';
import { seedDeliveries } from '#testing/effects/seed-deliveries';
import { startBenchDatabase } from './lib/bench-database.js';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 300_000);
const server = await startBenchDatabase();
const database = new Database({ url: server.url });
const unit = new PrismaUnitOfWork(database);
const deliveries = new PrismaDeliveryStore(database);
const redeliveries = new PrismaRedeliveryStore(database);
const next = new RedeliverNext(redeliveries, unit, new PrismaJournal(database, new UlidIds()));
const changes = new ChangeMany(new PrismaMassChangeStore(database), next);
const health = {
  state: 'active',
  failuresInRow: 0,
  failingSince: null,
  reason: null,
  circuit: { failuresInRow: 0, openUntil: null, probes: 0 },
} as const;

try {
  await endpoint('whk_old', 'pending');
  await timed('control, one UPDATE as release 0.1.0 has it', () =>
    unit.run(async () => {
      await database.client.$executeRaw`UPDATE delivery SET state = 'dead', next_attempt_at = NULL, lease_until = NULL, finished_at = now(),
        last_error = 'The endpoint was deleted.' WHERE endpoint_id = 'whk_old' AND state IN ('pending', 'failing')`;
    }),
  );
  await endpoint('whk_deleted', 'pending');
  await run('deleted', () => unit.run((tx) => new PrismaEndpointStore(database).delete(tx, 'whk_deleted', new Date())));
  await endpoint('whk_back', 'failing');
  await run('recovered', () => unit.run((tx) => deliveries.saveHealth(tx, 'whk_back', health, true)));
  await endpoint('whk_again', 'dead');
  const selection = { id: 'rdl_1', endpointId: 'whk_again', states: ['dead'], since: new Date(0), until: null } as const;
  await run('sent again', () => unit.run((tx) => redeliveries.begin(tx, selection)));
} finally {
  await database.close();
  await server.stop();
}

async function endpoint(id: string, state: 'pending' | 'failing' | 'dead'): Promise<void> {
  await server.pool.query(
    `INSERT INTO webhook_endpoint (id, workspace, url, event_types, stages, api_version, state, secret, owner_type, owner_id, owner_name, created_at, updated_at)
     VALUES ($1, 'default', 'http://127.0.0.1:9/', '{*}', '{}', '1', 'active', 's', 'user', 'u', 'u', now(), now())`,
    [id],
  );
  await seedDeliveries(server.pool, id, ROWS, state);
  await server.pool.query('VACUUM ANALYZE delivery');
}

/** The request, then what workers do of it with the rests between their turns. */
async function run(what: string, request: () => Promise<unknown>): Promise<void> {
  await timed(`${what}: the request`, request);
  await timed(`${what}: until all is done`, async () => {
    let changed = 0;
    let longest = 0;
    for (let more = true; more;) {
      const from = performance.now();
      const turn = await changes.execute();
      longest = Math.max(longest, performance.now() - from);
      changed += turn;
      more = turn > 0;
      if (more) await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    console.log(`${what}: ${changed} by workers, longest turn ${(longest / 1_000).toFixed(2)} s`);
  });
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  const said = await work().then(
    () => 'done',
    (error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`,
  );
  console.log(`${what}, ${ROWS} deliveries: ${((performance.now() - from) / 1_000).toFixed(2)} s, ${said}`);
}
