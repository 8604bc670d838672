import { advanceRun, accountBody, finish, htmlUrl, renderRunName, runBody } from './contract-runs.js';
import type { ContractRun, ContractWorkflow } from './contract-runs.js';
import type { ContractApp, ContractCredentials } from './contract-credentials.js';
import { refusal } from './contract-answer.js';
import type { ContractAnswer } from './contract-answer.js';
import type { GithubBehaviour } from './github-behaviour.js';
import type { MatchedOperation } from './openapi-contract.js';

/** One accepted dispatch. */
export interface ContractDispatch {
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly runId: number;
}

/** Everything that the answers depend on. */
export interface GithubState {
  readonly server: 'github.com' | 'ghes' | 'ghes_lenient';
  readonly workflows: readonly ContractWorkflow[];
  readonly app: ContractApp | null;
  readonly credentials: ContractCredentials;
  readonly behaviour: GithubBehaviour;
  readonly runs: ContractRun[];
  readonly dispatches: ContractDispatch[];
  /** Base of the API's addresses. */
  readonly api: string;
}

/** Run ids as high as GitHub's are today: beyond 32 bits. */
const FIRST_RUN_ID = 30_433_642_001;

const APP_ONLY = 'A JSON web token could not be decoded';

export interface GithubRequest {
  readonly matched: MatchedOperation;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** GitHub's answer to a request whose form is right and whose caller is known. */
export function answerGithub(state: GithubState, request: GithubRequest): ContractAnswer {
  const { method, path } = request.matched;
  if (path.endsWith('/installation')) return installation(state, request);
  if (path.endsWith('/access_tokens')) return accessToken(state, request);
  if (path.endsWith('/dispatches')) return dispatch(state, request);
  if (state.behaviour.readsFail) return refusal(502, 'Server Error');
  if (path.endsWith('/runs')) return listRuns(state, request);
  return path.endsWith('/cancel') && method === 'POST' ? cancel(state, request) : getRun(state, request);
}

/** True for the two operations that take the App's JWT and nothing else. */
export function needsAppJwt(matched: MatchedOperation): boolean {
  return matched.path.endsWith('/installation') || matched.path.endsWith('/access_tokens');
}

/** The refusal of a caller that is not who the operation needs. */
export function notTheApp(): ContractAnswer {
  return refusal(401, APP_ONLY);
}

function installation(state: GithubState, request: GithubRequest): ContractAnswer {
  const { owner = '' } = request.matched.variables;
  if (state.app === null || !state.workflows.some((workflow) => sameName(workflow.repository, repositoryOf(request))))
    return refusal(404, 'Not Found');
  const { id, installationId } = state.app;
  const now = new Date().toISOString();
  const body = {
    id: installationId,
    account: accountBody(owner, state.api),
    repository_selection: 'selected',
    access_tokens_url: `${state.api}/app/installations/${installationId}/access_tokens`,
    repositories_url: `${state.api}/installation/repositories`,
    html_url: `${new URL(state.api).origin}/settings/installations/${installationId}`,
    app_id: Number(id),
    app_slug: 'slipway',
    target_id: 1,
    target_type: 'Organization',
    permissions: { actions: 'write', metadata: 'read' },
    events: ['workflow_run'],
    created_at: now,
    updated_at: now,
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  };
  return { status: 200, body };
}

function accessToken(state: GithubState, request: GithubRequest): ContractAnswer {
  if (request.matched.variables['installation_id'] !== String(state.app?.installationId)) return refusal(404, 'Not Found');
  if (state.behaviour.missingPermission) return refusal(422, 'The permissions requested are not granted to this installation.');
  const body = {
    token: state.credentials.issue(),
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    permissions: { actions: 'write', metadata: 'read' },
    repository_selection: 'selected',
  };
  return { status: 201, body };
}

function dispatch(state: GithubState, request: GithubRequest): ContractAnswer {
  const { behaviour } = state;
  const details = request.body['return_run_details'];
  if (state.server === 'ghes' && details !== undefined) {
    return refusal(422, 'Invalid request.\n\n"return_run_details" is not a permitted key.');
  }
  if (behaviour.dispatchFault === 'moved') {
    return { status: 307, headers: { location: `${state.api}/repositories/1/actions/workflows/1/dispatches` } };
  }
  const workflow = state.workflows.find(
    (known) => sameName(known.repository, repositoryOf(request)) && known.file === request.matched.variables['workflow_id'],
  );
  if (workflow === undefined) return refusal(404, 'Not Found');
  if (behaviour.missingPermission) return refusal(403, 'Resource not accessible by integration');
  const ref = String(request.body['ref']);
  const inputs = textInputs(request.body['inputs']);
  if (!workflow.dispatchable) return refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
  if (!workflow.refs.includes(ref)) return refusal(422, `No ref found for: ${ref}`);
  const unexpected = Object.keys(inputs).filter((name) => !workflow.inputs.includes(name));
  if (unexpected.length > 0) return refusal(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);

  const run = newRun(state, workflow, ref, inputs);
  const answer: ContractAnswer =
    state.server === 'github.com' && details === true
      ? {
          status: 200,
          body: {
            workflow_run_id: run.id,
            run_url: `${state.api}/repos/${workflow.repository}/actions/runs/${run.id}`,
            html_url: htmlUrl(run, state.api),
          },
        }
      : { status: 204 };
  switch (behaviour.dispatchFault) {
    case 'error_after_acceptance':
      return refusal(502, 'Server Error');
    case 'cut_after_acceptance':
      return { ...answer, cut: 'before' };
    case 'cut_in_answer':
      return { ...answer, cut: 'within' };
    case 'slow_after_acceptance':
      return { ...answer, delayMs: behaviour.answerDelayMs };
    case 'none':
      return answer;
  }
}

function newRun(state: GithubState, workflow: ContractWorkflow, ref: string, inputs: Readonly<Record<string, string>>): ContractRun {
  const run: ContractRun = {
    id: FIRST_RUN_ID + state.runs.length,
    workflow,
    ref,
    inputs,
    displayTitle: renderRunName(workflow.runName, inputs),
    createdAt: new Date(),
    status: 'queued',
    conclusion: null,
    polls: 0,
    unlisted: 0,
  };
  state.runs.push(run);
  state.dispatches.push({ repository: workflow.repository, workflow: workflow.file, ref, inputs, runId: run.id });
  return run;
}

function listRuns(state: GithubState, request: GithubRequest): ContractAnswer {
  const { query } = request;
  const file = request.matched.variables['workflow_id'];
  if (!state.workflows.some((known) => sameName(known.repository, repositoryOf(request)) && known.file === file))
    return refusal(404, 'Not Found');
  const created = query.get('created');
  const since = created?.startsWith('>=') === true ? Date.parse(created.slice(2)) : 0;
  const event = query.get('event');
  const matching = state.runs.filter((run) => {
    if (!sameName(run.workflow.repository, repositoryOf(request)) || run.workflow.file !== file || run.createdAt.getTime() < since)
      return false;
    if (event !== null && event !== 'workflow_dispatch') return false;
    if (run.unlisted >= state.behaviour.listedAfterLists) return true;
    run.unlisted += 1;
    return false;
  });
  const size = Number(query.get('per_page') ?? 30);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  const page = matching.toReversed().slice(start, start + size);
  for (const run of page) advanceRun(run, state.behaviour.plan, new Date());
  return { status: 200, body: { total_count: matching.length, workflow_runs: page.map((run) => runBody(run, state.api)) } };
}

function getRun(state: GithubState, request: GithubRequest): ContractAnswer {
  const run = findRun(state, request);
  if (run === undefined) return refusal(404, 'Not Found');
  run.polls += 1;
  advanceRun(run, state.behaviour.plan, new Date());
  return { status: 200, body: runBody(run, state.api) };
}

function cancel(state: GithubState, request: GithubRequest): ContractAnswer {
  const run = findRun(state, request);
  if (run === undefined) return refusal(404, 'Not Found');
  if (state.behaviour.missingPermission) return refusal(403, 'Resource not accessible by integration');
  advanceRun(run, state.behaviour.plan, new Date());
  if (run.status === 'completed') return refusal(409, 'Cannot cancel a workflow run that is completed.');
  if (!state.behaviour.cancelIgnored) finish(run, 'cancelled');
  return { status: 202, body: {} };
}

function findRun(state: GithubState, request: GithubRequest): ContractRun | undefined {
  return state.runs.find(
    (run) => String(run.id) === request.matched.variables['run_id'] && sameName(run.workflow.repository, repositoryOf(request)),
  );
}

function repositoryOf(request: GithubRequest): string {
  return `${request.matched.variables['owner']}/${request.matched.variables['repo']}`;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function textInputs(inputs: unknown): Record<string, string> {
  if (typeof inputs !== 'object' || inputs === null) return {};
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]));
}
