// G3: promotions per second over HTTP at 32 callers: our API (credential, validation, use case, audit entry, two events; relay and sealer at
// work in a second process) against bare Nest with one call of a database function, and against bare Nest with an ORM transaction.
import { modelName } from './lib/bench-database.js';
import { startHttpBench } from './lib/http-bench.js';
import { compare, ratio, table, type Side } from './lib/measure.js';
import { Picks } from './lib/picks.js';
import { settled } from './lib/settled.js';
import { MODELS, SETTINGS, VERSIONS, verdict } from './lib/settings.js';

const CONTROL = 'bare Nest + pg function (control)';
const OURS = 'Slipway: POST /api/v1/promotions';
const ORM = 'bare Nest + interactive Prisma transaction';

const bench = await startHttpBench({ worker: true });
try {
  const { database, api, bare, tokens } = bench;
  const lags: number[] = [];
  const settle = async (): Promise<void> => void lags.push(await settled(database.pool));
  // The last two write the same tables, so they share their picks.
  const [controlPicks, ownPicks] = [new Picks(MODELS, VERSIONS), new Picks(MODELS, VERSIONS)];
  const sides: Side[] = [
    { name: CONTROL, call: async () => void (await bare.call('POST', '/promote', { body: JSON.stringify(controlPicks.next()) })) },
    {
      name: OURS,
      settle,
      call: async (lane) => {
        const { model, version } = ownPicks.next();
        const body = JSON.stringify({ model: modelName(model), version, toStage: 'Production', reason: 'bench' });
        await api.call('POST', '/api/v1/promotions', { token: tokens[lane] ?? '', body });
      },
    },
    { name: ORM, settle, call: async () => void (await bare.call('POST', '/promote-by-orm', { body: JSON.stringify(ownPicks.next()) })) },
  ];
  const results = await compare(sides, { ...SETTINGS, watched: bench.watched });
  console.log(table(results));
  console.log(`relay and sealer had caught up after at most ${Math.max(...lags).toFixed(0)} ms`);
  console.log(verdict('G3', 'HTTP promotion / bare Nest + pg function', ratio(results, OURS, CONTROL), 0.45, 0.65));
  console.log(verdict('G3', 'HTTP promotion / bare Nest + interactive transaction', ratio(results, OURS, ORM), 1, 4));
} finally {
  await bench.stop();
}
