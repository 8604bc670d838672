import { DeployGateway } from '#application/ports/deploy-gateway';
import type { CancelOutcome, DeployTargetConnection, GatewayFailure, RunLookup } from '#application/ports/deploy-gateway';
import type { DispatchOutcome } from '#domain/deployment/dispatch-outcome';
import { GithubClient } from './github-client.js';
import type { GithubClientOptions, Reply } from './github-client.js';
import { messageOf } from './rate-limit.js';
import { parseRun, parseRunDetails, parseRuns } from './workflow-run.js';

export interface GithubDeployGatewayOptions extends GithubClientOptions {
  /** For the whole call with everything it takes, in milliseconds. */
  readonly deadlineMs?: number;
}

/** A worker's send slot is held for as long as a call lasts. */
const DEADLINE_MS = 10_000;

/** A run takes about 15 KB: a page stays well below 1 MB. */
const PAGE_SIZE = 50;

/** 500 runs: as many as GitHub lets one credential create in an hour. */
const MAX_PAGES = 10;

/** Our clock and GitHub's may differ. */
const CLOCK_SKEW_MS = 60_000;

/** Deploys through GitHub Actions: `workflow_dispatch`, runs and cancellation by the REST API, with Octokit. */
export class GithubDeployGateway extends DeployGateway {
  private readonly client: GithubClient;
  private readonly deadlineMs: number;
  /** Targets whose server refuses `return_run_details` (GitHub Enterprise Server up to 3.19). Learnt anew by each process. */
  private readonly withoutDetails = new Set<string>();

  constructor(options: GithubDeployGatewayOptions) {
    super();
    this.client = new GithubClient(options);
    this.deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  }

  override async dispatch(target: DeployTargetConnection, inputs: Readonly<Record<string, string>>): Promise<DispatchOutcome> {
    const signal = AbortSignal.timeout(this.deadlineMs);
    const server = `${target.id} ${target.apiUrl ?? ''}`;
    const details = !this.withoutDetails.has(server);
    const reply = await this.sendDispatch(target, inputs, details, signal);
    // A 422 proves that nothing was started, so this second request cannot start a second run.
    if (!details || reply.kind !== 'answered' || reply.status !== 422 || !/return_run_details/.test(JSON.stringify(reply.data) ?? '')) {
      return dispatchOutcome(target, reply);
    }
    this.withoutDetails.add(server);
    return dispatchOutcome(target, await this.sendDispatch(target, inputs, false, signal));
  }

  override async findRun(target: DeployTargetConnection, search: { readonly token: string; readonly since: Date }): Promise<RunLookup> {
    const signal = AbortSignal.timeout(this.deadlineMs);
    const from = new Date(search.since.getTime() - CLOCK_SKEW_MS).toISOString().replace(/\.\d+Z$/, 'Z');
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const query = { workflow_id: target.workflow, event: 'workflow_dispatch', created: `>=${from}`, per_page: PAGE_SIZE, page };
      const reply = await this.client.call(target, 'GET /actions/workflows/{workflow_id}/runs', query, signal);
      if (reply.kind !== 'answered' || reply.status !== 200) return lookupFailure(target, reply);
      const runs = parseRuns(reply.data);
      if (runs === null) return { kind: 'unavailable', message: 'GitHub answered with something that is not a list of runs' };
      const run = runs.find((candidate) => candidate.displayTitle.includes(search.token));
      if (run !== undefined) return { kind: 'found', run };
      if (runs.length < PAGE_SIZE) break;
    }
    return { kind: 'not_found', message: `No run of ${target.workflow} has ${search.token} in its name: does the workflow set run-name?` };
  }

  override async getRun(target: DeployTargetConnection, runId: string): Promise<RunLookup> {
    if (!isRunId(runId)) return { kind: 'not_found', message: `${runId} is not a run id` };
    const reply = await this.client.call(target, 'GET /actions/runs/{run_id}', { run_id: runId }, AbortSignal.timeout(this.deadlineMs));
    if (reply.kind !== 'answered' || reply.status !== 200) return lookupFailure(target, reply);
    const run = parseRun(reply.data);
    return run === null ? { kind: 'unavailable', message: 'GitHub answered with something that is not a run' } : { kind: 'found', run };
  }

  override async cancelRun(target: DeployTargetConnection, runId: string): Promise<CancelOutcome> {
    if (!isRunId(runId)) return { kind: 'not_found', message: `${runId} is not a run id` };
    const reply = await this.client.call(
      target,
      'POST /actions/runs/{run_id}/cancel',
      { run_id: runId },
      AbortSignal.timeout(this.deadlineMs),
    );
    if (reply.kind === 'answered' && reply.status === 202) return { kind: 'accepted' };
    if (reply.kind === 'answered' && reply.status === 409) return { kind: 'already_finished' };
    return lookupFailure(target, reply);
  }

  private sendDispatch(
    target: DeployTargetConnection,
    inputs: Readonly<Record<string, string>>,
    details: boolean,
    signal: AbortSignal,
  ): Promise<Reply> {
    const body = { workflow_id: target.workflow, ref: target.ref, inputs, ...(details ? { return_run_details: true } : {}) };
    return this.client.call(target, 'POST /actions/workflows/{workflow_id}/dispatches', body, signal);
  }
}

function dispatchOutcome(target: DeployTargetConnection, reply: Reply): DispatchOutcome {
  switch (reply.kind) {
    case 'rate_limited':
      return { kind: 'rate_limited', retryAfterMs: reply.retryAfterMs, message: reply.message };
    case 'not_sent':
      return { kind: 'not_sent', message: reply.message };
    case 'unusable':
      return { kind: 'refused', status: null, message: reply.message };
    case 'lost':
      return { kind: reply.beforeSending ? 'not_sent' : 'unknown', message: reply.message };
    case 'answered':
      if (reply.status >= 500) return { kind: reply.beforeSending ? 'not_sent' : 'unknown', message: `GitHub answered ${reply.status}` };
      if (reply.status >= 300 || reply.beforeSending)
        return { kind: 'refused', status: reply.status, message: explain(target, reply.status, reply.data) };
      // A 2xx whose body is missing or was cut is still an acceptance: the run is looked for.
      return { kind: 'accepted', ...parseRunDetails(reply.data) };
  }
}

function lookupFailure(
  target: DeployTargetConnection,
  reply: Reply,
): { readonly kind: 'not_found'; readonly message: string } | GatewayFailure {
  if (reply.kind === 'rate_limited') return { kind: 'rate_limited', retryAfterMs: reply.retryAfterMs, message: reply.message };
  if (reply.kind === 'unusable') return { kind: 'refused', status: null, message: reply.message };
  if (reply.kind !== 'answered') return { kind: 'unavailable', message: reply.message };
  if (reply.status >= 500 || reply.status < 300) return { kind: 'unavailable', message: `GitHub answered ${reply.status}` };
  const message = explain(target, reply.status, reply.data);
  return reply.status === 404 && !reply.beforeSending ? { kind: 'not_found', message } : { kind: 'refused', status: reply.status, message };
}

/** GitHub's words, and what would make it work. */
function explain(target: DeployTargetConnection, status: number, data: unknown): string {
  const said = messageOf(data);
  const advice = adviceFor(target, status);
  return `GitHub answered ${status}${said === '' ? '' : ` (${said})`}${advice === '' ? '' : `: ${advice}`}`;
}

function adviceFor(target: DeployTargetConnection, status: number): string {
  const holder = target.credential.kind === 'app' ? 'App' : 'token';
  if (status >= 300 && status < 400) return `${target.repository} has moved; set the deploy target to its new name`;
  if (status === 401) return `the ${holder} is not valid (any more); give the deploy target a new credential`;
  if (status === 403) return `give the ${holder} the permission Actions: write on ${target.repository}`;
  if (status === 404) {
    return `${target.workflow} must exist on the default branch of ${target.repository}, and the ${holder} must be able to see it`;
  }
  if (status === 422) return `compare ref ${target.ref}, the workflow_dispatch trigger and its inputs with the deploy target`;
  return '';
}

function isRunId(runId: string): boolean {
  return /^\d{1,20}$/.test(runId);
}
