// G4: reading a version over HTTP at 32 callers: our API (credential, one query, every fact of the version) against bare Nest with a prepared
// read of the control's row.
import { modelName } from './lib/bench-database.js';
import { startHttpBench } from './lib/http-bench.js';
import { compare, ratio, table, type Side } from './lib/measure.js';
import { MODELS, SETTINGS, VERSIONS, verdict } from './lib/settings.js';

const CONTROL = 'bare Nest + raw pg read (control)';
const OURS = 'Slipway: GET /api/v1/models/{m}/versions/{n}';

const bench = await startHttpBench({ worker: false });
try {
  const { api, bare, tokens } = bench;
  const path = (): string => `/models/${modelName(below(MODELS))}/versions/${1 + below(VERSIONS)}`;
  const sides: Side[] = [
    { name: CONTROL, call: async () => void (await bare.call('GET', path())) },
    { name: OURS, call: async (lane) => void (await api.call('GET', `/api/v1${path()}`, { token: tokens[lane] ?? '' })) },
  ];
  const results = await compare(sides, { ...SETTINGS, watched: bench.watched });
  console.log(table(results));
  console.log(verdict('G4', 'GET version / bare Nest + raw pg read', ratio(results, OURS, CONTROL), 0.5, 0.65));
} finally {
  await bench.stop();
}

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}
