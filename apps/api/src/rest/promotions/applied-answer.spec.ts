import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface PromotionJson {
  readonly id: string;
  readonly kind: string;
  readonly archivedVersions: readonly number[];
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const stages = await api.request<{ stages: object[] }>('GET', '/api/v1/stages');
  const more = ['Canary', 'Shadow'].map((name) => ({ name, occupancy: 'many', protected: false, boundAlias: null }));
  const [none, staging, ...rest] = stages.json.stages;
  const body = {
    stages: [none, staging, ...more, { name: 'Pre-Production', occupancy: 'one', protected: true, boundAlias: 'next' }, ...rest],
  };
  const put = await api.request('PUT', '/api/v1/stages', { body, headers: { 'If-Match': stages.headers.get('etag') ?? '*' } });
  expect([put.status, put.text]).toEqual([200, put.text]);
});
afterAll(() => api.close());

/** What was answered to the command, once it has been compared with what is read under its id. */
async function answered(path: string, body: object): Promise<PromotionJson> {
  const headers = { 'X-Slipway-Client': 'cli', 'X-Request-Id': 'of-the-test' };
  const applied = await api.request<PromotionJson>('POST', `/api/v1${path}`, { body, headers });
  expect([applied.status, applied.text]).toEqual([201, applied.text]);
  const read = await api.request<PromotionJson>('GET', `/api/v1/promotions/${applied.json.id}`);
  expect(applied.json).toEqual(read.json);
  // In the same order too: whoever compares texts finds no difference.
  expect(Object.keys(applied.json)).toEqual(Object.keys(read.json));
  return applied.json;
}

const promote = (model: string, version: number, toStage: string, more: object = {}): Promise<PromotionJson> =>
  answered('/promotions', { model, version, toStage, ...more });

it('is what is read later: plain, with a reason, and with who was expected', async () => {
  await seedModel(api.database, 'plain', 2);
  await promote('plain', 1, 'staging');
  await promote('plain', 1, 'Production', { reason: 'Weil\u00a0es 🚢 "gut" ist', expectedIncumbent: null });
});

it('is what is read later: the incumbent archived, several archived, and one taken out of a protected stage', async () => {
  await seedModel(api.database, 'rivals', 5);
  await promote('rivals', 1, 'Production');
  expect((await promote('rivals', 2, 'Production', { expectedIncumbent: 1 })).archivedVersions).toEqual([1]);
  for (const version of [5, 3, 4]) await promote('rivals', version, 'Staging');
  expect((await promote('rivals', 1, 'Staging', { archiveExisting: true })).archivedVersions.toSorted((a, b) => a - b)).toEqual([3, 4, 5]);
  await promote('rivals', 2, 'Archived', { allowEmpty: true, reason: 'nothing is good enough' });
});

it('is what is read later: into and out of stages that the team has added', async () => {
  await seedModel(api.database, 'custom', 3);
  await promote('custom', 1, 'canary');
  await promote('custom', 2, 'Canary', { archiveExisting: false });
  await promote('custom', 1, 'pre-production');
  expect((await promote('custom', 2, 'Pre-Production')).archivedVersions).toEqual([1]);
  await promote('custom', 2, 'Production', { allowEmpty: true, reason: 'on it goes' });
});

it('is what is read later: a rollback, and what lifts its hold', async () => {
  await seedModel(api.database, 'back', 3);
  for (const version of [1, 2]) await promote('back', version, 'Production');
  const back = await answered('/models/back/stages/Production/rollback', { from: 2, reason: 'it fails' });
  expect(back).toMatchObject({ kind: 'rollback', archivedVersions: [2] });
  await promote('back', 3, 'Production');
  await answered('/models/back/stages/production/rollback', { from: 3, to: 1, reason: 'so does this' });
});

it('is what is read later: where a deployment belongs to it', async () => {
  await seedModel(api.database, 'deployed', 1);
  const place = { models: 'model:deployed', stage: 'Production', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main' };
  const target = await api.request('POST', '/api/v1/deploy-targets', {
    body: { name: 'site', ...place, credential: { token: 'not-shown' } },
  });
  expect([target.status, target.text]).toEqual([201, target.text]);
  await promote('deployed', 1, 'Production');
});
