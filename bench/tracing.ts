// What traces cost: an API that sends them to a collector (every request is traced) against the same API without, on one database.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { modelName, seed, startBenchDatabase } from './lib/bench-database.js';
import { makeCallers } from './lib/callers.js';
import { postgres, processes } from './lib/cpu.js';
import { HttpCaller } from './lib/http-caller.js';
import { compare, ratio, table, type Side } from './lib/measure.js';
import { Picks } from './lib/picks.js';
import { MODELS, SETTINGS, VERSIONS } from './lib/settings.js';
import { Installation } from './lib/slipway-processes.js';

// Takes what comes and answers as collectors do.
const collector = createServer((request, response) => {
  request.resume().once('end', () => response.setHeader('content-type', 'application/json').end('{}'));
}).listen(0, '127.0.0.1');
await once(collector, 'listening');
const { port } = collector.address() as AddressInfo;
const database = await startBenchDatabase();
const installation = new Installation(database.url);
await seed(database.pool, MODELS, VERSIONS);
const tokens = await makeCallers(database.pool, SETTINGS.concurrency);
const plain = await installation.startApi();
const traced = await installation.startApi(undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
const callers = [new HttpCaller(plain.url, SETTINGS.concurrency), new HttpCaller(traced.url, SETTINGS.concurrency)] as const;
const picks = new Picks(MODELS, VERSIONS);

const read = (caller: HttpCaller) => async (lane: number) => {
  const path = `/api/v1/models/${modelName(Math.floor(Math.random() * MODELS))}/versions/${1 + Math.floor(Math.random() * VERSIONS)}`;
  await caller.call('GET', path, { token: tokens[lane] ?? '' });
};
const promote = (caller: HttpCaller) => async (lane: number) => {
  const { model, version } = picks.next();
  const body = JSON.stringify({ model: modelName(model), version, toStage: 'Production', reason: 'bench' });
  await caller.call('POST', '/api/v1/promotions', { token: tokens[lane] ?? '', body });
};
const sides: Side[] = [
  { name: 'GET version, no traces (control)', call: read(callers[0]) },
  { name: 'GET version, traced', call: read(callers[1]) },
  { name: 'promotion, no traces (control)', call: promote(callers[0]) },
  { name: 'promotion, traced', call: promote(callers[1]) },
];
try {
  const watched = [processes('the API', [plain.pid, traced.pid]), await postgres(database.pool)];
  const results = await compare(sides, { ...SETTINGS, watched });
  console.log(table(results));
  for (const what of ['GET version', 'promotion']) {
    console.log(`${what}: traced / not traced = ${ratio(results, `${what}, traced`, `${what}, no traces (control)`).toFixed(2)}`);
  }
} finally {
  for (const caller of callers) await caller.close();
  await traced.stop();
  await plain.stop();
  collector.close();
  installation.remove();
  await database.stop();
}
