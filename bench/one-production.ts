// G1: rounds of eight concurrent promotions of eight versions of one model, each round a model of its own: how many rounds end with a number of
// Production versions that is not one. Ours over HTTP, against a replay of MLflow's statements. BENCH_ROUNDS (200; 2,000 for the stretch).
import { modelId, modelName, seed, startBenchDatabase } from './lib/bench-database.js';
import { makeCallers } from './lib/callers.js';
import { HttpCaller } from './lib/http-caller.js';
import { createMlflowTables, transitionAsMlflow } from './lib/mlflow-replay.js';
import { verdict } from './lib/settings.js';
import { Installation } from './lib/slipway-processes.js';

const RIVALS = 8;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 200);
/** The control is only there to show the bad case. */
const CONTROL_ROUNDS = 200;

const database = await startBenchDatabase();
const installation = new Installation(database.url);
try {
  await seed(database.pool, ROUNDS, RIVALS);
  await createMlflowTables(database.pool, CONTROL_ROUNDS, RIVALS);
  const tokens = await makeCallers(database.pool, RIVALS);

  const everyRival = (act: (version: number) => Promise<unknown>): Promise<unknown> =>
    Promise.all(Array.from({ length: RIVALS }, (_, index) => act(index + 1)));

  for (let round = 0; round < CONTROL_ROUNDS; round += 1) {
    await everyRival((version) => transitionAsMlflow(database.pool, `model-${round}`, version));
  }
  const control = await database.pool.query<{ bad: number }>(`
    SELECT count(*) FILTER (WHERE standing <> 1)::int AS bad FROM (
      SELECT count(*) FILTER (WHERE current_stage = 'Production') AS standing FROM mlflow.model_versions GROUP BY name) AS models`);
  const controlBad = control.rows[0]?.bad ?? Number.NaN;
  console.log(
    `MLflow replay (control): ${controlBad} of ${CONTROL_ROUNDS} models ended with a number of Production versions other than one`,
  );

  const api = await installation.startApi();
  const caller = new HttpCaller(api.url, RIVALS);
  const statuses = new Map<string, number>();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      await everyRival(async (version) => {
        const body = JSON.stringify({ model: modelName(round), version, toStage: 'Production', reason: 'bench' });
        const answer = await caller.call('POST', '/api/v1/promotions', { token: tokens[version - 1] ?? '', body }).then(
          () => 'applied',
          (error: unknown) => String(error).slice(0, 120),
        );
        statuses.set(answer, (statuses.get(answer) ?? 0) + 1);
      });
    }
  } finally {
    await caller.close();
    await api.stop();
  }
  const ours = await database.pool.query<{ bad: number; untold: number }>(
    `SELECT count(*) FILTER (WHERE standing <> 1)::int AS bad, count(*) FILTER (WHERE applied <> $1 OR sequence < $1 * 2)::int AS untold FROM (
       SELECT m.sequence, (SELECT count(*) FROM stage_placement p WHERE p.model_id = m.id AND p.stage = 'Production' AND p.to_at IS NULL) AS standing,
         (SELECT count(*) FROM promotion r WHERE r.model_id = m.id AND r.state = 'applied') AS applied
       FROM registered_model m WHERE m.id < $2) AS models`,
    [RIVALS, modelId(ROUNDS)],
  );
  const { bad = Number.NaN, untold = Number.NaN } = ours.rows[0] ?? {};
  console.log(
    `Slipway over HTTP: ${bad} of ${ROUNDS} models; answers: ${[...statuses].map(([what, count]) => `${count} ${what}`).join(', ')}`,
  );
  console.log(`models where not all ${RIVALS} promotions were applied and told of: ${untold}`);
  if (controlBad < 150)
    console.log(`G1: the control shows the bad case in ${controlBad} of ${CONTROL_ROUNDS} rounds only, so this run proves nothing`);
  console.log(verdict('G1', `models with other than one Production version, of ${ROUNDS}`, bad, 0, ROUNDS >= 2_000 ? 0 : -1, true));
} finally {
  await database.stop();
  installation.remove();
}
