import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';

const ROUNDS = 200;
const RIVALS = 8;

interface Placement {
  readonly version: number;
  readonly stage: string;
  readonly from: string;
  readonly to: string | null;
}

let api: TestApi;
let modelId: string;
beforeAll(async () => {
  api = await startTestApi();
  modelId = await seedModel(api.database, 'contended', RIVALS);
});
afterAll(() => api.close());

/** Reads Production over HTTP again and again until told to stop; every answer must name exactly one version. */
function watchIncumbent(): { readonly seen: number[]; stop(): Promise<void> } {
  const seen: number[] = [];
  let running = true;
  const loop = (async () => {
    while (running) {
      const answer = await api.request<{ versions: { version: number }[] }>('GET', '/api/v1/models/contended/stages/production');
      expect(answer.json.versions).toHaveLength(1);
      seen.push(answer.json.versions[0]?.version ?? 0);
    }
  })();
  return {
    seen,
    stop: async () => {
      running = false;
      await loop;
    },
  };
}

it(
  `leaves exactly one incumbent at every read through ${ROUNDS} rounds of ${RIVALS} concurrent promotions, all answered 201`,
  { timeout: 240_000 },
  async () => {
    const promote = (version: number) =>
      api.request('POST', '/api/v1/promotions', { body: { model: 'contended', version, toStage: 'Production', reason: 'race' } });
    // From here on somebody stands in Production, so that "none" is as wrong as "two".
    await promote(RIVALS);
    const watch = watchIncumbent();
    let standing = RIVALS;
    for (let round = 0; round < ROUNDS; round += 1) {
      // The one that stands there is left out: its promotion would rightly be answered 200, already there, if it came first.
      const rivals = Array.from({ length: RIVALS }, (_, index) => index + 1).filter((version) => version !== standing);
      const rest = RIVALS - rivals.length;
      const extra = await Promise.all(Array.from({ length: rest }, () => seedVersion()));
      const answers = await Promise.all([...rivals, ...extra].map(promote));
      expect(answers.map((one) => one.status)).toEqual(answers.map(() => 201));
      standing = (await incumbents())[0] ?? 0;
      expect(await incumbents()).toHaveLength(1);
    }
    await watch.stop();
    expect(watch.seen.length).toBeGreaterThan(ROUNDS);
    await historyReplays();
  },
);

/** One more version, so that each round has its full number of rivals. */
async function seedVersion(): Promise<number> {
  const id = `ver_${String(Math.random()).slice(2)}`;
  const context = JSON.stringify({
    actor: { type: 'user', id: 'usr_seed', name: 'seed' },
    actorId: 'usr_seed',
    door: 'rest',
    apiVersion: '1',
  });
  const version = JSON.stringify({ id, status: 'READY', integrity: 'verified', source: 's3://b/m', description: '', lineage: {} });
  await api.database.client.$queryRaw`
    SELECT slipway_register_version('default', ${modelId}, ${version}::jsonb, '{}', '{}', '{}', ${context}::jsonb, '[]', '[]', null)::text`;
  return (await api.database.client.modelVersion.findUniqueOrThrow({ where: { id } })).version;
}

async function incumbents(): Promise<number[]> {
  const rows = await api.database.client.stagePlacement.findMany({ where: { modelId, stage: 'Production', toAt: null } });
  return rows.map((row) => row.version);
}

/** The history over HTTP, replayed: Production's placements follow each other without gap or overlap and end in what stands now. */
async function historyReplays(): Promise<void> {
  const placements: Placement[] = [];
  for (let cursor = ''; ;) {
    const page = await api.request<{ items: Placement[]; nextCursor: string | null }>(
      'GET',
      `/api/v1/models/contended/history?stage=production&limit=1000${cursor}`,
    );
    placements.push(...page.json.items);
    if (page.json.nextCursor === null) break;
    cursor = `&cursor=${page.json.nextCursor}`;
  }
  const inOrder = placements.toReversed();
  expect(inOrder).toHaveLength(ROUNDS * RIVALS + 1);
  inOrder.forEach((placement, index) => expect(placement.to).toBe(inOrder[index + 1]?.from ?? null));
  expect(inOrder.at(-1)?.version).toBe((await incumbents())[0]);
}
