import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { DeployCredential, DeployTargetConnection } from '#application/ports/deploy-gateway';
import { startGithubContractServer } from '#testing/github/github-contract-server';
import type { GithubContractServer, GithubContractServerOptions } from '#testing/github/github-contract-server';
import { GithubDeployGateway } from './github-deploy-gateway.js';

const open: GithubContractServer[] = [];

afterEach(async () => {
  const servers = open.splice(0);
  await Promise.all(servers.map((server) => server.close()));
  expect(servers.flatMap((server) => server.problems)).toEqual([]);
});

async function github(options: GithubContractServerOptions = {}): Promise<GithubContractServer> {
  const server = await startGithubContractServer(options);
  open.push(server);
  return server;
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const appServer = { app: { id: '42', key: pkcs1, installationId: 900 } };
const app: DeployCredential = { kind: 'app', appId: '42', installationId: '900', privateKey: pkcs1 };
const token: DeployCredential = { kind: 'token', token: 'ghp_contract' };

function target(
  server: GithubContractServer,
  credential: DeployCredential = token,
  change: Partial<DeployTargetConnection> = {},
): DeployTargetConnection {
  return { id: 'tgt_1', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main', apiUrl: server.url, credential, ...change };
}

const newGateway = (now: () => number = Date.now) => new GithubDeployGateway({ fetch: (input, init) => fetch(input, init), now });
const inputs = (attempt: number) => ({ deployment_id: 'dpl_x', attempt: String(attempt), model: 'fraud', version: '7' });
const paths = (server: GithubContractServer) => server.requests.map((request) => `${request.method} ${request.path}`);

it('follows a run from queued to its end', async () => {
  const server = await github({ behaviour: { plan: { kind: 'by_hand' } } });
  const deploys = newGateway();
  const outcome = await deploys.dispatch(target(server), inputs(1));
  const runId = outcome.kind === 'accepted' ? (outcome.runId ?? '') : '';
  const run = {
    id: runId,
    displayTitle: 'Deploy fraud v7 [dpl_x.1]',
    repositoryId: expect.stringMatching(/^\d+$/),
    htmlUrl: expect.any(String),
  };
  expect(await deploys.getRun(target(server), runId)).toEqual({ kind: 'found', run: { ...run, status: 'queued', conclusion: null } });
  server.startRun(runId);
  expect(await deploys.getRun(target(server), runId)).toEqual({ kind: 'found', run: { ...run, status: 'in_progress', conclusion: null } });
  server.finishRun(runId, 'failure');
  expect(await deploys.getRun(target(server), runId)).toEqual({
    kind: 'found',
    run: { ...run, status: 'completed', conclusion: 'failure' },
  });
});

it('goes through the run of the default plan by polling', async () => {
  const server = await github();
  const deploys = newGateway();
  await deploys.dispatch(target(server), inputs(1));
  const runId = String(server.runs[0]?.id);
  expect(await deploys.getRun(target(server), runId)).toMatchObject({ run: { status: 'in_progress' } });
  expect(await deploys.getRun(target(server), runId)).toMatchObject({ run: { status: 'completed', conclusion: 'success' } });
});

it('finds a run that GitHub lists late, and only the attempt that was asked for', async () => {
  const server = await github({ behaviour: { listedAfterLists: 2 } });
  const deploys = newGateway();
  await deploys.dispatch(target(server), inputs(1));
  await deploys.dispatch(target(server), inputs(11));
  const search = { token: '[dpl_x.1]', since: new Date() };
  expect(await deploys.findRun(target(server), search)).toMatchObject({ kind: 'not_found' });
  expect(await deploys.findRun(target(server), search)).toMatchObject({ kind: 'not_found' });
  expect(await deploys.findRun(target(server), search)).toMatchObject({ kind: 'found', run: { id: String(server.runs[0]?.id) } });
});

it('looks only at dispatched runs since a minute before the request', async () => {
  const server = await github();
  const deploys = newGateway();
  await deploys.dispatch(target(server), inputs(1));
  const later = new Date(Date.now() + 90_000);
  expect(await deploys.findRun(target(server), { token: '[dpl_x.1]', since: later })).toMatchObject({ kind: 'not_found' });
  expect(await deploys.findRun(target(server), { token: '[dpl_x.1]', since: new Date(Date.now() + 30_000) })).toMatchObject({
    kind: 'found',
  });
});

it('looks through later pages of the list, and stops where it ends', async () => {
  const server = await github();
  const deploys = newGateway();
  for (let attempt = 1; attempt <= 101; attempt += 1) await deploys.dispatch(target(server), inputs(attempt));
  const since = new Date(Date.now() - 60_000);
  expect(await deploys.findRun(target(server), { token: '[dpl_x.1]', since })).toMatchObject({
    kind: 'found',
    run: { id: String(server.runs[0]?.id) },
  });
  const before = server.requests.length;
  expect(await deploys.findRun(target(server), { token: '[dpl_y.1]', since })).toMatchObject({ kind: 'not_found' });
  expect(server.requests.length - before).toBe(3);
});

it('cancels a running run, and says so where it had ended', async () => {
  const server = await github({ behaviour: { plan: { kind: 'by_hand' } } });
  const deploys = newGateway();
  await deploys.dispatch(target(server), inputs(1));
  const runId = String(server.runs[0]?.id);
  expect(await deploys.cancelRun(target(server), runId)).toEqual({ kind: 'accepted' });
  expect(await deploys.getRun(target(server), runId)).toMatchObject({ run: { status: 'completed', conclusion: 'cancelled' } });
  expect(await deploys.cancelRun(target(server), runId)).toEqual({ kind: 'already_finished' });
});

it('tells not found, refused and unavailable apart', async () => {
  const server = await github();
  const deploys = newGateway();
  expect(await deploys.getRun(target(server), '77')).toMatchObject({ kind: 'not_found' });
  expect(await deploys.cancelRun(target(server), '77')).toMatchObject({ kind: 'not_found' });
  expect(await deploys.getRun(target(server), '../../user')).toMatchObject({ kind: 'not_found' });
  expect(await deploys.getRun(target(server, { kind: 'token', token: 'ghp_old' }), '77')).toMatchObject({ kind: 'refused', status: 401 });
  server.setBehaviour({ readsFail: true });
  expect(await deploys.getRun(target(server), '77')).toEqual({ kind: 'unavailable', message: 'GitHub answered 502' });
  expect(await deploys.findRun(target(server), { token: '[dpl_x.1]', since: new Date() })).toMatchObject({ kind: 'unavailable' });
});

it('works as a GitHub App with one installation token for many calls', async () => {
  const server = await github(appServer);
  const deploys = newGateway();
  const results = await Promise.all([1, 2, 3].map((attempt) => deploys.dispatch(target(server, app), inputs(attempt))));
  expect(results.map((result) => result.kind)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(paths(server).filter((path) => path.includes('access_tokens'))).toHaveLength(1);
});

it('fetches a new installation token when the old one is 59 minutes old', async () => {
  const server = await github(appServer);
  let now = Date.now();
  const deploys = newGateway(() => now);
  await deploys.getRun(target(server, app), '1');
  now += 58 * 60_000;
  await deploys.getRun(target(server, app), '1');
  expect(paths(server).filter((path) => path.includes('access_tokens'))).toHaveLength(1);
  now += 60_000;
  await deploys.getRun(target(server, app), '1');
  expect(paths(server).filter((path) => path.includes('access_tokens'))).toHaveLength(2);
});

it('fetches a new installation token when GitHub no longer takes the cached one, and dispatches once', async () => {
  const server = await github(appServer);
  const deploys = newGateway();
  await deploys.getRun(target(server, app), '1');
  server.revokeTokens();
  expect(await deploys.dispatch(target(server, app), inputs(1))).toMatchObject({ kind: 'accepted' });
  expect(server.dispatches).toHaveLength(1);
});

it('looks the installation up by the repository where the target does not name it, once', async () => {
  const server = await github(appServer);
  const deploys = newGateway();
  const credential: DeployCredential = { ...app, installationId: null };
  await deploys.dispatch(target(server, credential), inputs(1));
  await deploys.dispatch(target(server, credential), inputs(2));
  expect(paths(server)).toEqual([
    'GET /repos/acme/models/installation',
    'POST /app/installations/900/access_tokens',
    'POST /repos/acme/models/actions/workflows/deploy.yml/dispatches',
    'POST /repos/acme/models/actions/workflows/deploy.yml/dispatches',
  ]);
});

it('never shows one server the token of another, though App and installation ids are equal', async () => {
  const servers = await Promise.all([github(appServer), github(appServer)]);
  const deploys = newGateway();
  const outcomes = await Promise.all(servers.map((server) => deploys.dispatch(target(server, app), inputs(1))));
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(['accepted', 'accepted']);
  for (const server of servers) expect(paths(server).filter((path) => path.includes('access_tokens'))).toHaveLength(1);
});

it('reports a rate limit or a refusal met while getting the token as such: the dispatch never left', async () => {
  const server = await github({ ...appServer, behaviour: { rateLimit: { kind: 'secondary', times: 1, waitSeconds: 3 } } });
  expect(await newGateway().dispatch(target(server, app), inputs(1))).toMatchObject({ kind: 'rate_limited', retryAfterMs: 3_000 });
  expect(await newGateway().dispatch(target(server, { ...app, installationId: '901' }), inputs(1))).toMatchObject({
    kind: 'refused',
    status: 404,
  });
  expect(server.dispatches).toHaveLength(0);
});
