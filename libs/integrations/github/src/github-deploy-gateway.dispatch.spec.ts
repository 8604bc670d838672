import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { DeployCredential, DeployTargetConnection } from '#application/ports/deploy-gateway';
import { correlationToken } from '#domain/deployment/correlation-token';
import { dispatchInputs } from '#domain/deployment/dispatch-inputs';
import { AddressPolicy } from '#platform/outbound/address-policy';
import { OutboundClient } from '#platform/outbound/outbound-client';
import { outboundFetch } from '#platform/outbound/outbound-fetch';
import { parseOutboundAllow } from '#platform/outbound/parse-outbound-allow';
import { startGithubContractServer } from '#testing/github/github-contract-server';
import type { GithubContractServer, GithubContractServerOptions } from '#testing/github/github-contract-server';
import { GithubDeployGateway } from './github-deploy-gateway.js';
import type { GithubDeployGatewayOptions } from './github-deploy-gateway.js';

const open: GithubContractServer[] = [];

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

afterEach(async () => {
  const servers = open.splice(0);
  await Promise.all(servers.map((server) => server.close()));
  // Every exchange of every test kept to GitHub's published schemas, on both sides.
  expect(servers.flatMap((server) => server.problems)).toEqual([]);
});

async function github(options: GithubContractServerOptions = {}): Promise<GithubContractServer> {
  const server = await startGithubContractServer(options);
  open.push(server);
  return server;
}

function gateway(options: Partial<GithubDeployGatewayOptions> = {}): GithubDeployGateway {
  return new GithubDeployGateway({ fetch: (input, init) => fetch(input, init), ...options });
}

function target(server: { readonly url: string }, change: Partial<DeployTargetConnection> = {}): DeployTargetConnection {
  const credential: DeployCredential = { kind: 'token', token: 'ghp_contract' };
  return { id: 'tgt_1', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main', apiUrl: server.url, credential, ...change };
}

const inputs = dispatchInputs({
  deploymentId: 'dpl_x',
  attempt: 1,
  generation: 4,
  promotionId: 'prm_1',
  model: 'fraud [eu]',
  version: 7,
  stage: 'Production',
  target: 'eu',
  source: 's3://bucket/7',
  digest: null,
});

const search = () => ({ token: correlationToken('dpl_x', 1), since: new Date() });

it('starts the run and learns its id', async () => {
  const server = await github();
  const outcome = await gateway().dispatch(target(server), inputs);
  const [run] = server.runs;
  expect(outcome).toEqual({
    kind: 'accepted',
    runId: String(run?.id),
    runUrl: expect.stringContaining(server.url),
    htmlUrl: expect.any(String),
  });
  expect(run).toMatchObject({ displayTitle: 'Deploy fraud [eu] v7 [dpl_x.1]', ref: 'main', inputs });
  expect(server.requests.map((request) => request.headers['x-github-api-version'])).toEqual(['2022-11-28']);
});

it('does not send again when GitHub answers 502 after it accepted', async () => {
  const server = await github({ behaviour: { dispatchFault: 'error_after_acceptance' } });
  const deploys = gateway();
  expect(await deploys.dispatch(target(server), inputs)).toEqual({ kind: 'unknown', message: 'GitHub answered 502' });
  expect(server.requests).toHaveLength(1);
  expect(server.runs).toHaveLength(1);
  expect(await deploys.findRun(target(server), search())).toMatchObject({ kind: 'found', run: { id: String(server.runs[0]?.id) } });
});

it('does not send again when the connection is cut after GitHub accepted, and finds the run', async () => {
  const server = await github({ behaviour: { dispatchFault: 'cut_after_acceptance' } });
  const deploys = gateway();
  expect(await deploys.dispatch(target(server), inputs)).toMatchObject({ kind: 'unknown' });
  expect(server.dispatches).toHaveLength(1);
  expect(await deploys.findRun(target(server), search())).toMatchObject({ kind: 'found', run: { id: String(server.runs[0]?.id) } });
});

it('takes an answer that is cut in its body as accepted without a run id', async () => {
  const server = await github({ behaviour: { dispatchFault: 'cut_in_answer' } });
  expect(await gateway().dispatch(target(server), inputs)).toEqual({ kind: 'accepted', runId: null, runUrl: null, htmlUrl: null });
  expect(server.dispatches).toHaveLength(1);
});

it('takes a timeout as an unknown outcome, not as the error 500 that Octokit makes of it', async () => {
  const server = await github({ behaviour: { dispatchFault: 'slow_after_acceptance' } });
  const outcome = await gateway({ deadlineMs: 300 }).dispatch(target(server), inputs);
  expect(outcome).toEqual({ kind: 'unknown', message: 'GitHub did not answer in time' });
  expect(server.dispatches).toHaveLength(1);
});

it('on GitHub Enterprise Server is told no run id, and asks for details only the first time', async () => {
  const server = await github({ server: 'ghes' });
  const deploys = gateway();
  const accepted = { kind: 'accepted', runId: null, runUrl: null, htmlUrl: null };
  expect(await deploys.dispatch(target(server), inputs)).toEqual(accepted);
  expect(server.requests).toHaveLength(2);
  expect(await deploys.dispatch(target(server), { ...inputs, attempt: '2' })).toEqual(accepted);
  expect(server.requests).toHaveLength(3);
  expect(await deploys.findRun(target(server), search())).toMatchObject({
    kind: 'found',
    run: { displayTitle: 'Deploy fraud [eu] v7 [dpl_x.1]' },
  });
});

it('accepts the 204 of a server that ignores the wish for details', async () => {
  const server = await github({ server: 'ghes_lenient' });
  expect(await gateway().dispatch(target(server), inputs)).toEqual({ kind: 'accepted', runId: null, runUrl: null, htmlUrl: null });
  expect(server.requests).toHaveLength(1);
});

it.each([
  ['an unknown workflow', {}, { workflow: 'other.yml' }, 404, 'other.yml must exist on the default branch of acme/models'],
  ['an unknown ref', {}, { ref: 'gone' }, 422, 'No ref found for: gone'],
  [
    'a workflow without the trigger',
    { workflows: [{ repository: 'acme/models', dispatchable: false }] },
    {},
    422,
    "'workflow_dispatch' trigger",
  ],
  [
    'undeclared inputs',
    { workflows: [{ repository: 'acme/models', inputs: ['deployment_id', 'attempt'] }] },
    {},
    422,
    'Unexpected inputs provided',
  ],
  ['a missing permission', { behaviour: { missingPermission: true } }, {}, 403, 'Actions: write on acme/models'],
  ['a wrong token', { tokens: ['ghp_other'] }, {}, 401, 'new credential'],
  ['a repository that has moved', { behaviour: { dispatchFault: 'moved' } }, {}, 307, 'has moved'],
] satisfies [string, GithubContractServerOptions, Partial<DeployTargetConnection>, number, string][])(
  'reports %s as refused, with what would help, after one request',
  async (_name, options, change, status, words) => {
    const server = await github(options);
    const outcome = await gateway().dispatch(target(server, change), inputs);
    expect(outcome).toMatchObject({ kind: 'refused', status, message: expect.stringContaining(words) });
    expect(server.requests).toHaveLength(1);
    expect(server.runs).toHaveLength(0);
  },
);

it.each([
  ['primary', 120, 100_000, 121_000],
  ['secondary', 7, 7_000, 7_000],
  ['bare', 0, 60_000, 60_000],
] as const)('reports a %s rate limit with its due time, and asks nothing before it', async (kind, waitSeconds, least, most) => {
  const server = await github({ behaviour: { rateLimit: { kind, times: 1, waitSeconds } } });
  let now = Date.now();
  const deploys = gateway({ now: () => now });
  const outcome = await deploys.dispatch(target(server), inputs);
  expect(outcome.kind).toBe('rate_limited');
  const wait = outcome.kind === 'rate_limited' ? outcome.retryAfterMs : 0;
  expect(wait).toBeGreaterThanOrEqual(least);
  expect(wait).toBeLessThanOrEqual(most);

  expect(await deploys.getRun(target(server, { id: 'tgt_2' }), '1')).toMatchObject({ kind: 'rate_limited' });
  expect(server.requests).toHaveLength(1);
  now += wait;
  expect(await deploys.dispatch(target(server), inputs)).toMatchObject({ kind: 'accepted' });
  expect(server.dispatches).toHaveLength(1);
});

it('reports a refused connection and an unknown host as not sent', async () => {
  const port = await freePort();
  const refused = await gateway().dispatch(target({ url: `http://127.0.0.1:${port}` }), inputs);
  expect(refused).toEqual({ kind: 'not_sent', message: expect.stringContaining('GitHub could not be reached') });
  expect(await gateway().dispatch(target({ url: 'http://github.invalid/api/v3' }), inputs)).toMatchObject({ kind: 'not_sent' });
});

it('through the guarded outbound client starts runs, and tells the same outcomes apart', async () => {
  const client = new OutboundClient({ policy: new AddressPolicy({ allow: parseOutboundAllow('127.0.0.0/8') }) });
  const deploys = gateway({ fetch: outboundFetch(client, { deadlineMs: 10_000, maxBytes: 10_000_000 }), deadlineMs: 500 });
  try {
    const server = await github();
    expect(await deploys.dispatch(target(server), inputs)).toMatchObject({ kind: 'accepted', runId: String(server.runs[0]?.id) });
    server.setBehaviour({ dispatchFault: 'cut_after_acceptance' });
    expect(await deploys.dispatch(target(server), inputs)).toMatchObject({ kind: 'unknown', message: expect.stringContaining('broke') });
    server.setBehaviour({ dispatchFault: 'slow_after_acceptance' });
    expect(await deploys.dispatch(target(server), inputs)).toEqual({ kind: 'unknown', message: 'GitHub did not answer in time' });
    server.setBehaviour({ dispatchFault: 'moved' });
    expect(await deploys.dispatch(target(server), inputs)).toMatchObject({ kind: 'refused', status: 307 });
    expect(server.dispatches).toHaveLength(3);
    const nobody = target({ url: `http://127.0.0.1:${await freePort()}` });
    expect(await deploys.dispatch(nobody, inputs)).toMatchObject({ kind: 'not_sent' });
    const metadata = target({ url: 'http://169.254.169.254' });
    expect(await deploys.dispatch(metadata, inputs)).toMatchObject({
      kind: 'refused',
      status: null,
      message: expect.stringContaining('169.254'),
    });
  } finally {
    await client.destroy();
  }
});

it('reports a target that is not a repository as refused', async () => {
  expect(await gateway().dispatch(target({ url: 'http://127.0.0.1:9' }, { repository: 'models' }), inputs)).toMatchObject({
    kind: 'refused',
    status: null,
  });
});

it('reports a key that is none as refused, without asking GitHub', async () => {
  const server = await github();
  const credential: DeployCredential = { kind: 'app', appId: '42', installationId: '9', privateKey: 'not a key' };
  expect(await gateway().dispatch(target(server, { credential }), inputs)).toMatchObject({
    kind: 'refused',
    status: null,
    message: expect.stringContaining('PEM'),
  });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  expect(await gateway().dispatch(target(server, { credential: { ...credential, privateKey: other.toString() } }), inputs)).toMatchObject({
    kind: 'refused',
    status: 401,
  });
  expect(server.requests).toHaveLength(1);
});
