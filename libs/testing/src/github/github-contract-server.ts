import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { DISPATCH_INPUT_NAMES } from '#domain/deployment/dispatch-inputs';
import { rateLimited, refusal } from './contract-answer.js';
import type { ContractAnswer } from './contract-answer.js';
import { ContractCredentials } from './contract-credentials.js';
import type { ContractApp } from './contract-credentials.js';
import { finish } from './contract-runs.js';
import type { ContractRun, ContractWorkflow } from './contract-runs.js';
import { DEFAULT_BEHAVIOUR } from './github-behaviour.js';
import type { GithubBehaviour } from './github-behaviour.js';
import { answerGithub, needsAppJwt, notTheApp } from './github-handlers.js';
import type { ContractDispatch, GithubState } from './github-handlers.js';
import { OpenapiContract } from './openapi-contract.js';

export interface GithubContractServerOptions {
  /** `ghes` refuses the unknown field `return_run_details`, `ghes_lenient` ignores it; both answer a dispatch with 204. */
  readonly server?: 'github.com' | 'ghes' | 'ghes_lenient';
  /** Default: `acme/models` with the documented `deploy.yml`. */
  readonly workflows?: readonly (Partial<ContractWorkflow> & Pick<ContractWorkflow, 'repository'>)[];
  readonly app?: ContractApp;
  /** Personal tokens that are valid; default `ghp_contract`. */
  readonly tokens?: readonly string[];
  readonly behaviour?: Partial<GithubBehaviour>;
  /** 0, the default, takes a free port. */
  readonly port?: number;
}

/** A request as it came in. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface GithubContractServer {
  /** The API's address: what a deploy target has as `apiUrl`. */
  readonly url: string;
  /** Everything that broke GitHub's schemas, in requests and in the server's own answers. A test asserts that it is empty. */
  readonly problems: string[];
  readonly requests: readonly ReceivedRequest[];
  readonly runs: readonly ContractRun[];
  /** The dispatches that were accepted, whatever the caller was told. */
  readonly dispatches: readonly ContractDispatch[];
  setBehaviour(change: Partial<GithubBehaviour>): void;
  startRun(runId: number | string): void;
  finishRun(runId: number | string, conclusion: string): void;
  /** Makes the installation tokens given out so far invalid. */
  revokeTokens(): void;
  close(): Promise<void>;
}

const RUN_NAME = 'Deploy ${{ inputs.model }} v${{ inputs.version }} [${{ inputs.deployment_id }}.${{ inputs.attempt }}]';

/**
 * Starts a GitHub of our own on a free loopback port: it checks each request and each of its own answers against GitHub's published schemas and
 * behaves, good and bad, as told. Not a full GitHub: only what deploying uses.
 */
export async function startGithubContractServer(options: GithubContractServerOptions = {}): Promise<GithubContractServer> {
  const kind = options.server ?? 'github.com';
  const contract = new OpenapiContract({ enterpriseServer: kind !== 'github.com' });
  const prefix = kind === 'github.com' ? '' : '/api/v3';
  const problems: string[] = [];
  const requests: ReceivedRequest[] = [];
  const stopped = new AbortController();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (stopped.signal.aborted) return;
      problems.push(`the contract server failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const state: GithubState = {
    server: kind,
    workflows: (options.workflows ?? [{ repository: 'acme/models' }]).map((workflow) => ({
      file: 'deploy.yml',
      runName: RUN_NAME,
      inputs: DISPATCH_INPUT_NAMES,
      dispatchable: true,
      refs: ['main'],
      ...workflow,
    })),
    app: options.app ?? null,
    credentials: new ContractCredentials(options.app ?? null, options.tokens ?? ['ghp_contract']),
    behaviour: { ...DEFAULT_BEHAVIOUR, ...options.behaviour },
    runs: [],
    dispatches: [],
    api: `http://127.0.0.1:${port}${prefix}`,
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', state.api);
    const method = request.method ?? 'GET';
    requests.push({ method, path: `${url.pathname}${url.search}`, headers: request.headers });
    const raw = await bodyOf(request);
    const matched = url.pathname.startsWith(prefix) ? contract.match(method, url.pathname.slice(prefix.length)) : null;
    if (matched === null) {
      problems.push(`${method} ${url.pathname} is not an operation that Slipway uses`);
      await send(response, refusal(404, 'Not Found'));
      return;
    }
    const where = `${method} ${matched.path}: `;
    const body = raw === '' ? undefined : parseJson(raw);
    const refusesField = kind === 'ghes' && isObject(body) && 'return_run_details' in body;
    const faults = [...headerProblems(request), ...contract.requestProblems(matched, url.searchParams, body)];
    // A client may find out by asking that this server does not take the field; the 422 tells it.
    problems.push(
      ...faults
        .filter((fault) => !((refusesField || kind === 'ghes_lenient') && fault.endsWith('property return_run_details')))
        .map((fault) => where + fault),
    );

    const answer = await decide(request, { matched, query: url.searchParams, body: isObject(body) ? body : {} });
    if (answer.status < 300 || answer.status >= 400) {
      problems.push(...contract.answerProblems(matched, answer.status, answer.body).map((fault) => `own ${where}${fault}`));
    }
    await send(response, answer);
  }

  async function decide(request: IncomingMessage, parsed: Parameters<typeof answerGithub>[1]): Promise<ContractAnswer> {
    const limit = state.behaviour.rateLimit;
    if (limit !== null && limit.times > 0) {
      state.behaviour.rateLimit = { ...limit, times: limit.times - 1 };
      return rateLimited(limit.kind, limit.waitSeconds);
    }
    const caller = await state.credentials.caller(request.headers.authorization);
    if (needsAppJwt(parsed.matched)) return caller === 'app' ? answerGithub(state, parsed) : notTheApp();
    return caller === 'token' || caller === 'installation' ? answerGithub(state, parsed) : refusal(401, 'Bad credentials');
  }

  async function send(response: ServerResponse, answer: ContractAnswer): Promise<void> {
    if (answer.delayMs !== undefined) await delay(answer.delayMs, undefined, { signal: stopped.signal });
    if (answer.cut === 'before') {
      response.socket?.destroy();
      return;
    }
    const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
    const type =
      answer.body === undefined
        ? {}
        : { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(text)) };
    response.writeHead(answer.status, { 'x-ratelimit-remaining': '4999', ...type, ...answer.headers });
    if (answer.cut === 'within') response.write(text.slice(0, 10), () => response.socket?.destroy());
    else response.end(text);
  }

  const runById = (runId: number | string): ContractRun => {
    const run = state.runs.find((candidate) => String(candidate.id) === String(runId));
    if (run === undefined) throw new Error(`The contract server has no run ${runId}`);
    return run;
  };

  return {
    url: state.api,
    problems,
    requests,
    runs: state.runs,
    dispatches: state.dispatches,
    setBehaviour: (change) => void Object.assign(state.behaviour, change),
    startRun: (runId) => void (runById(runId).status = 'in_progress'),
    finishRun: (runId, conclusion) => finish(runById(runId), conclusion),
    revokeTokens: () => state.credentials.revokeAll(),
    close: () =>
      new Promise((resolve) => {
        stopped.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** GitHub refuses requests without a user agent; the version must be pinned, for a later one answers differently. */
function headerProblems(request: IncomingMessage): string[] {
  const { headers } = request;
  return [
    ...(headers['user-agent'] === undefined ? ['the User-Agent header is missing'] : []),
    ...(headers['x-github-api-version'] === '2022-11-28' ? [] : ['X-GitHub-Api-Version is not pinned to 2022-11-28']),
  ];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
