// G2: promotions per second of the data layer at 32 callers, against raw pg in eight round trips on the same server. Ours writes more (two
// placements, promotion, two events, audit entry, three checked revisions); the control the least that keeps one incumbent. Rivals of few models
// show what it costs to lose.
import { PromoteVersion } from '#application/promote-version/promote-version';
import { EffectsSignal } from '#application/ports/effects-signal';
import { MoveWriter } from '#application/shared/move-writer';
import { Database } from '#persistence/core/database';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { PublicLinks } from '#persistence/core/public-links';
import { UlidIds } from '#persistence/core/ulid-ids';
import { PrismaPromotionStore } from '#persistence/promotion/prisma-promotion-store';
import { createControl, promoteInEightTrips } from './lib/control-tables.js';
import { compare, ratio, table, type Side } from './lib/measure.js';
import { postgres } from './lib/cpu.js';
import { modelId, seed, startBenchDatabase } from './lib/bench-database.js';
import { Picks } from './lib/picks.js';
import { MODELS, SETTINGS, VERSIONS, verdict } from './lib/settings.js';

/** Models that all callers fight over. */
const CONTESTED = 64;

class NoSignal extends EffectsSignal {
  override wake(): void {
    // The relay is not measured here.
  }
}

const bench = await startBenchDatabase();
const database = new Database({ url: bench.url, poolSize: 32 });
try {
  await seed(bench.pool, MODELS, VERSIONS);
  await createControl(bench.pool, MODELS, VERSIONS);
  const ids = new UlidIds();
  const store = new PrismaPromotionStore(database, ids);
  const writer = new MoveWriter(store, new PublicLinks(undefined));
  const useCase = new PromoteVersion(
    store,
    writer,
    new PrismaUnitOfWork(database),
    new PrismaJournal(database, ids),
    new PrismaIdempotencyStore(database),
    ids,
    new NoSignal(),
  );
  const actor = { type: 'user', id: 'usr_bench', name: 'bench', bindings: [{ role: 'admin', pattern: '*' }] } as const;
  const context = { workspace: 'default', actor, door: 'rest', client: null, requestId: null, idempotency: null } as const;
  const [controlPicks, functionPicks] = [new Picks(MODELS, VERSIONS), new Picks(MODELS, VERSIONS)];
  // Models of their own for each: who promotes what another side has just promoted writes nothing.
  const [ownPicks, rivalPicks] = [new Picks(MODELS - CONTESTED, VERSIONS), new Picks(CONTESTED, VERSIONS)];

  const sides: Side[] = [
    {
      name: 'raw pg, 8 round trips (control)',
      call: () => {
        const { model, version } = controlPicks.next();
        return promoteInEightTrips(bench.pool, model, version);
      },
    },
    {
      name: 'Slipway: read the facts, decide, apply (whole use case)',
      call: async () => {
        const { model, version } = ownPicks.next();
        await useCase.execute(context, { model: modelId(model), version, toStage: 'Production', reason: 'bench' });
      },
    },
    {
      name: `Slipway: the same, all callers on ${CONTESTED} models`,
      call: async () => {
        const { model, version } = rivalPicks.next();
        const contested = modelId(MODELS - CONTESTED + model);
        await useCase.execute(context, { model: contested, version, toStage: 'Production', reason: 'bench' });
      },
    },
    {
      name: 'Slipway: facts alone (one query)',
      call: async () => {
        const { model, version } = new Picks(MODELS, VERSIONS).next();
        await store.readMove({
          workspace: 'default',
          model: modelId(model),
          version,
          stage: 'Production',
          actorId: actor.id,
          idempotency: null,
        });
      },
    },
    {
      name: 'pg function of the control (one round trip)',
      call: async () => {
        const { model, version } = functionPicks.next();
        await bench.pool.query({ name: 'f', text: 'SELECT control.promote($1, $2)', values: [model, version] });
      },
    },
  ];
  const results = await compare(sides, { ...SETTINGS, watched: [await postgres(bench.pool)] });
  console.log(table(results));
  console.log(verdict('G2', 'whole use case / control', ratio(results, sides[1]?.name ?? '', sides[0]?.name ?? ''), 1, 1.25));
} finally {
  await database.close();
  await bench.stop();
}
