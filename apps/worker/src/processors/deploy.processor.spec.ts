import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '#platform/config/load-config';
import { KeyRing } from '#platform/crypto/key-ring';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { startGithubContractServer, type GithubContractServer } from '#testing/github/github-contract-server';
import { createWorker } from '../create-worker.js';

let api: TestApi;
let worker: NestFastifyApplication;
let github: GithubContractServer;
let home: string;
let logged = '';

beforeAll(async () => {
  const env = { SLIPWAY_ENCRYPTION_KEYS: KeyRing.generate() };
  home = await mkdtemp(join(tmpdir(), 'slipway-worker-'));
  github = await startGithubContractServer({ behaviour: { plan: { kind: 'time', ms: 200, conclusion: 'success' } } });
  api = await startTestApi({ env });
  const config = loadConfig({ SLIPWAY_HOME: home, PORT: '0', ...env }, 'server');
  const logger = SlipwayLogger.create(config.logging, { write: (line) => void (logged += line) });
  worker = await createWorker({ config, databaseUrl: api.databaseUrl, version: 'test' }, logger);
  await worker.init();
});
afterAll(async () => {
  await worker.close();
  await api.close();
  await github.close();
  await rm(home, { recursive: true, force: true });
  expect(github.problems).toEqual([]);
});

it('deploys a promotion that came over REST, from the dispatch to the verified placement, with one run', async () => {
  const modelId = await seedModel(api.database, 'churn', 1);
  const target = { name: 'eu', models: 'model:churn', stage: 'Production', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main' };
  const credential = { token: 'ghp_contract' };
  const made = await api.request('POST', '/api/v1/deploy-targets', { body: { ...target, apiUrl: github.url, credential } });
  expect(made.status).toBe(201);
  const promoted = await api.request<{ id: string }>('POST', '/api/v1/promotions', {
    body: { model: 'churn', version: 1, toStage: 'Production' },
  });

  const deployment = async () => {
    const path = `/api/v1/deployments?promotion=${promoted.json.id}`;
    return (await api.request<{ items: { state: string; runUrl: string | null }[] }>('GET', path)).json.items[0];
  };
  await expect.poll(deployment, { timeout: 30_000, interval: 100 }).toMatchObject({ state: 'succeeded', error: null, attempt: 1 });
  expect(github.dispatches).toHaveLength(1);
  expect(github.dispatches[0]?.inputs).toMatchObject({
    model: 'churn',
    version: '1',
    stage: 'Production',
    target: 'eu',
    promotion_id: promoted.json.id,
  });
  const placement = await api.database.client.stagePlacement.findFirstOrThrow({ where: { modelId, toAt: null } });
  expect(placement.verifiedAt).not.toBeNull();
  expect(logged + api.log()).not.toContain('ghp_contract');
});
