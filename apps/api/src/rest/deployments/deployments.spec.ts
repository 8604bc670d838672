import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface DeploymentJson {
  readonly id: string;
  readonly state: string;
}
interface PageJson {
  readonly items: readonly DeploymentJson[];
  readonly nextCursor: string | null;
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const target = {
    models: '*',
    stage: 'Production',
    repository: 'acme/models',
    workflow: 'deploy.yml',
    ref: 'main',
    credential: { token: 't' },
  };
  for (const name of ['eu', 'us']) await api.request('POST', '/api/v1/deploy-targets', { body: { name, ...target } });
});
afterAll(() => api.close());

const list = async (query: string, token = api.adminToken) =>
  (await api.request<PageJson>('GET', `/api/v1/deployments?${query}`, { token })).json;

/** Promotes version 1 of a new model; @returns its deployment to the target `eu`. */
async function deploymentOf(model: string) {
  await seedModel(api.database, model, 2);
  const body = { model, version: 1, toStage: 'Production' };
  const { json } = await api.request<{ id: string }>('POST', '/api/v1/promotions', { body });
  const { items } = await list(`promotion=${json.id}&target=eu`);
  return { promotionId: json.id, id: items[0]?.id ?? '' };
}

const put = (id: string, data: object) => api.database.client.deployment.update({ where: { id }, data });

it('shows a deployment as clients and the workflow guard read it', async () => {
  const { id, promotionId } = await deploymentOf('shown');
  const read = await api.request('GET', `/api/v1/deployments/${id}`);
  expect(read).toMatchObject({
    status: 200,
    json: { id, promotionId, model: 'shown', version: 1, stage: 'Production', target: { name: 'eu' } },
  });
  expect(read.json).toMatchObject({ generation: 1, state: 'queued', attempt: 1, runId: null, runUrl: null, cancelRequested: false });
});

it('lists by model, stage, state, target and promotion, page by page', async () => {
  const { id, promotionId } = await deploymentOf('listed');
  await put(id, { state: 'failed', dueAt: null });
  expect((await list('model=listed')).items).toHaveLength(2);
  expect((await list('model=listed&state=failed&stage=PRODUCTION')).items.map((one) => one.id)).toEqual([id]);
  expect((await list('model=listed&target=us')).items).toHaveLength(1);
  const first = await list(`promotion=${promotionId}&limit=1`);
  const second = await list(`promotion=${promotionId}&limit=1&cursor=${first.nextCursor}`);
  expect(new Set([...first.items, ...second.items].map((one) => one.id)).size).toBe(2);
  expect(second.nextCursor).toBeNull();
  expect(await api.request('GET', `/api/v1/deployments?model=listed&cursor=${first.nextCursor}`)).toMatchObject({ status: 400 });
  expect((await api.request('GET', '/api/v1/deployments?state=odd')).status).toBe(400);
});

it('shows nothing of models that may not be read', async () => {
  const { id } = await deploymentOf('hidden');
  const token = await api.tokenFor('admin', 'model:other-*');
  expect((await list('', token)).items).toEqual([]);
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/retry'],
    ['POST', '/cancel'],
  ] as const) {
    expect(await api.request(method, `/api/v1/deployments/${id}${path}`, { token })).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND' },
    });
  }
});

it('retries one that ended badly: 202 for whoever may apply, 403 for others, 409 for what has not ended', async () => {
  const { id } = await deploymentOf('retried');
  const at = `/api/v1/deployments/${id}/retry`;
  expect(await api.request('POST', at)).toMatchObject({ status: 409, json: { code: 'INVALID_STATE', state: 'queued' } });
  await put(id, { state: 'failed', dueAt: null, error: 'bad', finishedAt: new Date() });
  expect(await api.request('POST', at, { token: await api.tokenFor('staging-manager') })).toMatchObject({ status: 403 });
  expect(await api.request('POST', at, { token: await api.tokenFor('production-manager') })).toMatchObject({
    status: 202,
    json: { state: 'queued', attempt: 2, generation: 1, error: null, finishedAt: null },
  });
});

it('cancels: what is queued at once, what runs by asking, and 409 where the outcome is unknown or it has ended', async () => {
  const { id } = await deploymentOf('cancelled');
  const cancel = () => api.request('POST', `/api/v1/deployments/${id}/cancel`);
  expect(await api.request('POST', `/api/v1/deployments/${id}/cancel`, { token: await api.tokenFor('reader') })).toMatchObject({
    status: 403,
  });
  await put(id, { state: 'running', runId: '1' });
  expect(await cancel()).toMatchObject({ status: 202, json: { state: 'running', cancelRequested: true } });
  await put(id, { state: 'reconciling' });
  expect(await cancel()).toMatchObject({ status: 409, json: { state: 'reconciling' } });
  await put(id, { state: 'queued' });
  expect(await cancel()).toMatchObject({ status: 202, json: { state: 'cancelled' } });
  expect(await cancel()).toMatchObject({ status: 409, json: { state: 'cancelled' } });
});
