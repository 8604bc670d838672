import { setTimeout as delay } from 'node:timers/promises';
import { startReceiver } from '../effects/receiver.js';
import { startGithubContractServer } from '../github/github-contract-server.js';
import { apiCaller, must, type ApiCall } from './api-caller.js';

const MODEL = 'churn';
/** The sealer is some hundred milliseconds behind, a deployment of the contract server some seconds. */
const WAIT_MS = 60_000;

/**
 * Uses every route that writes, so that every table of release 0.1.0 has rows: models, versions with bytes, stages of their own, holds,
 * quarantines, an open request with an approval to come and one decided, people, groups, tokens, webhooks with delivered, waiting and dead
 * deliveries, a deployment that succeeded, a checkpoint. Nothing of it moves by itself afterwards: endpoints with open deliveries are paused.
 */
export async function fillEveryTable(url: string, token: string): Promise<void> {
  const call = apiCaller(url, token);
  const post = (path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> => must(call('POST', `/api/v1${path}`, body));
  const put = (path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> => must(call('PUT', `/api/v1${path}`, body));
  const ada = apiCaller(url, await addPeople(call));
  const definitions = await must(call('GET', '/api/v1/stages'));
  const stages: readonly object[] = Array.isArray(definitions['stages']) ? definitions['stages'] : [];
  const canary = { name: 'Canary', occupancy: 'many', protected: false, boundAlias: null };
  await put('/stages', { stages: [...stages.slice(0, -1), canary, ...stages.slice(-1)] });

  for (const name of [MODEL, 'fraud-detector', 'with space']) await addModel(call, name);
  const receiver = await startReceiver(204);
  const github = await startGithubContractServer({
    workflows: [{ repository: 'acme/models', file: 'deploy.yml', refs: ['main'] }],
    tokens: ['ghp_contract'],
    behaviour: { plan: { kind: 'time', ms: 500, conclusion: 'success' } },
  });
  try {
    const hook = (path: string): Promise<Readonly<Record<string, unknown>>> =>
      post('/webhooks', { url: receiver.url.replace('/hook', path), description: path, eventTypes: ['*'], ordered: path === '/ordered' });
    const [good, waiting, deleted] = [await hook('/good'), await hook('/ordered'), await hook('/deleted')];
    await post('/deploy-targets', {
      ...{ name: 'kitchen', models: `model:${MODEL}`, stage: 'Production', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main' },
      ...{ apiUrl: github.url, credential: { token: 'ghp_contract' } },
    });
    await must(call('PATCH', `/api/v1/webhooks/${textOf(waiting, 'id')}`, { state: 'paused' }));
    await deployed(call, await promote(call, MODEL, 1, 'Production'));
    await settled(call, textOf(good, 'id'));
    // From here on one endpoint says that it is gone, which makes its open deliveries dead.
    await must(call('DELETE', `/api/v1/webhooks/${textOf(deleted, 'id')}`));
    const dying = await startReceiver(410);
    const dead = await post('/webhooks', { url: dying.url, eventTypes: ['promotion.applied', 'stage.changed'] });
    await deployed(call, await promote(call, MODEL, 2, 'Production'));
    const back = await must(call('POST', `/api/v1/models/${MODEL}/stages/Production/rollback`, { from: 2, reason: 'errors' }));
    await until(async () => (await must(call('GET', `/api/v1/webhooks/${textOf(dead, 'id')}`)))['state'] === 'gone');
    await dying.close();
    await openRequests(call, ada);
    await promote(call, 'fraud-detector', 1, 'Canary');
    await put('/models/fraud-detector/stages/Production/hold', { reason: 'audit' });
    await put('/models/fraud-detector/stages/Staging/hold', { reason: 'freeze' });
    await must(call('DELETE', '/api/v1/models/fraud-detector/stages/Staging/hold', { reason: 'over' }));
    await settled(call, textOf(good, 'id'));
    await deployed(call, textOf(back, 'id'));
    await settled(call, textOf(good, 'id'));
    await must(call('PATCH', `/api/v1/webhooks/${textOf(good, 'id')}`, { state: 'paused' }));
    await post(`/webhooks/${textOf(good, 'id')}/rotate-secret`, { overlapHours: 24 });
  } finally {
    await receiver.close();
    await github.close();
  }
  await until(async () => (await call('GET', '/api/v1/audit/checkpoint')).status === 200);
}

/** @returns the token of ada, who may approve. */
async function addPeople(call: ApiCall): Promise<string> {
  const post = (path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> => must(call('POST', `/api/v1${path}`, body));
  const ada = await post('/users', { name: 'ada', displayName: 'Ada', email: 'ada@example.com' });
  const group = await post('/groups', { name: 'approvers', description: 'who approve' });
  await must(call('PUT', `/api/v1/groups/${textOf(group, 'id')}/members/${textOf(ada, 'id')}`));
  const robot = await post('/service-accounts', { name: 'ci', description: 'the pipeline', ownerId: textOf(ada, 'id') });
  await post('/role-bindings', { subject: { type: 'group', id: textOf(group, 'id') }, role: 'production-manager', pattern: '*' });
  await post('/role-bindings', {
    subject: { type: 'service_account', id: textOf(robot, 'id') },
    role: 'editor',
    pattern: `model:${MODEL}`,
  });
  const token = await post('/tokens', { name: 'adas', holder: { type: 'user', id: textOf(ada, 'id') } });
  const old = await post('/tokens', {
    name: 'cis',
    holder: { type: 'service_account', id: textOf(robot, 'id') },
    role: 'editor',
    patterns: [`model:${MODEL}`],
  });
  await must(call('DELETE', `/api/v1/tokens/${textOf(old, 'id')}`));
  return textOf(token, 'token');
}

async function addModel(call: ApiCall, name: string): Promise<void> {
  const at = `/api/v1/models/${encodeURIComponent(name)}`;
  await must(call('POST', '/api/v1/models', { name, description: 'ünïcode', tags: { team: 'risk' } }));
  for (let version = 1; version <= 3; version += 1) {
    // The first one has bytes of its own here, the others stand elsewhere.
    const source = version === 1 ? {} : { source: 's3://bucket/model' };
    const lineage = { gitCommit: '0123456789abcdef0123456789abcdef01234567', repository: 'https://github.com/acme/models' };
    const more = { metrics: { auc: 0.9, loss: 0.1 }, params: { depth: '3' }, tags: { kind: 'tree' }, description: 'first', lineage };
    await must(call('POST', `${at}/versions`, { ...source, ...more }));
    if (version > 1) continue;
    await must(call('PUT', `${at}/versions/1/artifacts/model.bin`, `bytes of ${name}`.repeat(100)));
    await must(call('PUT', `${at}/versions/1/artifacts/conf/settings.json`, '{}'));
    await must(call('POST', `${at}/versions/1/finalize`, {}));
  }
  await must(call('PUT', `${at}/tags/tier`, { value: 'gold' }));
  await must(call('PUT', `${at}/aliases/best`, { version: 2 }));
  await must(call('PUT', `${at}/versions/2/tags/checked`, { value: 'yes' }));
  await must(call('PUT', `${at}/versions/2/checks/bias`, { status: 'success', summary: 'fine' }));
  await must(call('PATCH', `${at}/versions/2/metrics`, { auc: 0.95 }));
}

/** A quarantined version asks to come back: one request stays open, with a comment, another was rejected. */
async function openRequests(call: ApiCall, ada: ApiCall): Promise<void> {
  const quarantined = await must(call('GET', `/api/v1/models/${MODEL}/stages`));
  const incident = /"incident":"([^"]+)"/.exec(JSON.stringify(quarantined))?.[1];
  await must(call('DELETE', `/api/v1/models/${MODEL}/stages/Production/hold`, { reason: 'looked at' }));
  const ask = { model: MODEL, version: 2, toStage: 'Production', incident, reason: 'mended' };
  const cancelled = await must(call('POST', '/api/v1/promotions', ask));
  await must(call('POST', `/api/v1/promotions/${textOf(cancelled, 'id')}/cancel`, { comment: 'not yet' }));
  const rejected = await must(call('POST', '/api/v1/promotions', ask));
  await must(ada('POST', `/api/v1/promotions/${textOf(rejected, 'id')}/reject`, { comment: 'show me the figures' }));
  const open = await must(call('POST', '/api/v1/promotions', ask));
  await must(call('POST', `/api/v1/promotions/${textOf(open, 'id')}/comments`, { body: 'please' }));
}

async function promote(call: ApiCall, model: string, version: number, toStage: string): Promise<string> {
  return textOf(await must(call('POST', '/api/v1/promotions', { model, version, toStage, reason: 'better' })), 'id');
}

/** Resolves when every event so far has been delivered to this endpoint. */
async function settled(call: ApiCall, endpoint: string): Promise<void> {
  await until(async () => {
    const { items } = await must(call('GET', `/api/v1/deliveries?endpoint=${endpoint}&limit=200`));
    const states = Array.isArray(items) ? items.map((one: unknown) => textOf(one, 'state')) : [];
    return states.length > 0 && states.every((state) => state === 'delivered');
  });
}

/** Resolves when the deployment that a promotion started has ended. */
async function deployed(call: ApiCall, promotion: string): Promise<void> {
  await until(async () => {
    const { items } = await must(call('GET', `/api/v1/deployments?promotion=${promotion}`));
    return Array.isArray(items) && items.length > 0 && items.every((one: unknown) => textOf(one, 'finishedAt') !== '');
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Still not so: ${condition.toString()}`);
    await delay(100);
  }
}

/** A text field of an answer; empty where it has none. */
export function textOf(of: unknown, field: string): string {
  const value: unknown =
    typeof of === 'object' && of !== null && field in of ? (of as Readonly<Record<string, unknown>>)[field] : undefined;
  return typeof value === 'string' ? value : '';
}
