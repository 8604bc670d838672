import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startGithubContractServer } from './github-contract-server.js';
import type { GithubContractServer } from './github-contract-server.js';
import { OpenapiContract } from './openapi-contract.js';

const DISPATCHES = '/repos/acme/models/actions/workflows/deploy.yml/dispatches';
let server: GithubContractServer;

beforeAll(async () => {
  server = await startGithubContractServer();
});

beforeEach(() => {
  server.problems.length = 0;
});

afterAll(() => server.close());

const headers = { authorization: 'Bearer ghp_contract', 'x-github-api-version': '2022-11-28' };

function post(path: string, body: unknown, extra: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, { method: 'POST', headers: { ...headers, ...extra }, body: JSON.stringify(body) });
}

it.each([
  ['a body without its required field', {}, "request body must have required property 'ref'"],
  ['a body field that GitHub would ignore', { ref: 'main', reff: 'x' }, 'request body has the unknown property reff'],
  ['a field of the wrong type', { ref: 'main', return_run_details: 'yes' }, 'request body/return_run_details must be boolean'],
  [
    'more than 25 inputs',
    { ref: 'main', inputs: Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`i${n}`, ''])) },
    '25 properties',
  ],
])('records %s', async (_name, body, words) => {
  await post(DISPATCHES, body);
  expect(server.problems).toEqual([expect.stringContaining(words)]);
});

it('records an API version that is not pinned, an unknown query parameter and an unknown operation', async () => {
  await post(DISPATCHES, { ref: 'gone' }, { 'x-github-api-version': '2026-03-10' });
  await fetch(`${server.url}/repos/acme/models/actions/workflows/deploy.yml/runs?since=1&per_page=x`, { headers });
  await fetch(`${server.url}/user`, { headers });
  expect(server.problems).toEqual([
    expect.stringContaining('not pinned'),
    expect.stringContaining('unknown query parameter since'),
    expect.stringContaining('query parameter per_page must be integer'),
    expect.stringContaining('GET /user is not an operation'),
  ]);
});

it('answers 200 with the run when asked for details, else 204', async () => {
  const detailed = await post(DISPATCHES, { ref: 'main', return_run_details: true });
  expect([detailed.status, await detailed.json()]).toEqual([200, expect.objectContaining({ workflow_run_id: server.runs.at(-1)?.id })]);
  expect((await post(DISPATCHES, { ref: 'main' })).status).toBe(204);
  expect(server.problems).toEqual([]);
});

it('refuses a caller without a valid credential', async () => {
  const response = await post(DISPATCHES, { ref: 'main' }, { authorization: 'Bearer ghp_wrong' });
  expect([response.status, await response.json()]).toEqual([401, expect.objectContaining({ message: 'Bad credentials' })]);
});

it('checks its own answers: a run that lacks a field, a status that GitHub does not document, a null account', () => {
  const contract = new OpenapiContract({ enterpriseServer: false });
  const run = contract.match('GET', '/repos/acme/models/actions/runs/7');
  const dispatch = contract.match('POST', DISPATCHES);
  const installation = contract.match('GET', '/repos/acme/models/installation');
  if (run === null || dispatch === null || installation === null) throw new Error('The cut lacks an operation');
  expect(run.variables).toEqual({ owner: 'acme', repo: 'models', run_id: '7' });
  expect(contract.answerProblems(run, 200, { id: 7 })).toContain("answer 200 must have required property 'display_title'");
  expect(contract.answerProblems(dispatch, 201, {})).toEqual(['answered 201, which GitHub does not document here']);
  expect(contract.answerProblems(dispatch, 204, {})).toEqual(['answered 204 with a body where GitHub documents none']);
  // `nullable` without `type`, repaired by the cut: null is allowed there, a number is not.
  expect(contract.answerProblems(installation, 200, { account: null }).filter((problem) => problem.includes('/account'))).toEqual([]);
  expect(contract.answerProblems(installation, 200, { account: 7 }).some((problem) => problem.includes('/account'))).toBe(true);
});

it('knows GitHub Enterprise Server: no details and no 200', () => {
  const contract = new OpenapiContract({ enterpriseServer: true });
  const dispatch = contract.match('POST', DISPATCHES);
  if (dispatch === null) throw new Error('The cut lacks the dispatch');
  const body = { ref: 'main', return_run_details: true };
  expect(contract.requestProblems(dispatch, new URLSearchParams(), body)).toEqual([
    'request body has the unknown property return_run_details',
  ]);
  expect(contract.answerProblems(dispatch, 200, {})).toEqual(['answered 200, which GitHub does not document here']);
});
