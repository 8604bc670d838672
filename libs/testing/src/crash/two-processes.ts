import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver, type Receiver } from '../effects/receiver.js';
import { runProgram, type RunningProgram } from '../operation/run-program.js';
import { serviceEnvironment, type ServiceEnvironment } from './service-environment.js';

const API = new URL('../../../../apps/api/src/main.ts', import.meta.url);
const WORKER = new URL('../../../../apps/worker/src/main.ts', import.meta.url);

/** An answer with what a client in trouble looks at. */
export interface TimedAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly retryAfter: string | null;
  /** Milliseconds from the request to the end of the answer. */
  readonly ms: number;
  readonly json: { readonly [member: string]: unknown };
  readonly text: string;
}

/** The API and the worker as on a cluster: `start:api` and `start:worker`, each a process of its own, and a receiver of all events. */
export class TwoProcesses {
  private constructor(
    /** Where the API listens. */
    readonly apiUrl: string,
    private readonly workerUrl: string,
    readonly receiver: Receiver,
    private readonly programs: readonly RunningProgram[],
    private readonly env: ServiceEnvironment,
  ) {}

  /** Resolves when both serve. @param more such as REDIS_URL. */
  static async start(databaseUrl: string, more: Readonly<Record<string, string>> = {}): Promise<TwoProcesses> {
    const home = await mkdtemp(join(tmpdir(), 'slipway-two-'));
    const env: ServiceEnvironment = { ...serviceEnvironment(databaseUrl, home), PORT: '0', ...more };
    const programs = [runProgram(API, env), runProgram(WORKER, env)] as const;
    const [[, api = ''], [, worker = '']] = await Promise.all([
      programs[0].waitFor(/Listening on (http:[^"\s]+)/),
      programs[1].waitFor(/metrics on (http:[^"\s]+)/),
    ]);
    const started = new TwoProcesses(api, worker, await startReceiver(), programs, env);
    const made = await started.call('POST', '/api/v1/webhooks', { url: started.receiver.url, eventTypes: ['promotion.applied'] });
    if (made.status !== 201) throw new Error(`the endpoint was refused: ${JSON.stringify(made.json)}`);
    return started;
  }

  /** The administrator's. */
  get token(): string {
    return this.env.SLIPWAY_ADMIN_TOKEN;
  }

  /** Ends both; whether the database is there or not. */
  async stop(): Promise<void> {
    for (const { child } of this.programs) child.kill('SIGKILL');
    await Promise.all(this.programs.map(({ ended }) => ended));
    await this.receiver.close();
    await rm(this.env['SLIPWAY_HOME'] ?? '', { recursive: true, force: true });
  }

  /** Asks both to end in order. @returns their exit codes, or the names of what ended them. */
  terminate(): Promise<readonly (number | string)[]> {
    return Promise.all(this.programs.map((program) => program.stop()));
  }

  /** True while neither process has ended. */
  get alive(): boolean {
    return this.programs.every(({ child }) => child.exitCode === null && child.signalCode === null);
  }

  /** What both have written. */
  log(): string {
    return this.programs.map((program) => program.stdout() + program.stderr()).join('\n');
  }

  /** What each has written: the API, the worker. */
  logs(): readonly string[] {
    return this.programs.map((program) => program.stdout());
  }

  /** A request to the API as the administrator. */
  call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<TimedAnswer> {
    return this.send(this.apiUrl, method, path, body, headers);
  }

  /** A request to the worker's own HTTP. */
  worker(path: string): Promise<TimedAnswer> {
    return this.send(this.workerUrl, 'GET', path);
  }

  /** A registered model with READY versions. */
  async model(name: string, versions: number): Promise<void> {
    await this.call('POST', '/api/v1/models', { name });
    for (let n = 1; n <= versions; n += 1) await this.call('POST', `/api/v1/models/${name}/versions`, { source: 's3://bucket/model' });
  }

  promote(model: string, version: number): Promise<TimedAnswer> {
    return this.call('POST', '/api/v1/promotions', { model, version, toStage: 'Production' });
  }

  /** Ids of the promotions whose webhook has arrived. */
  arrived(): readonly unknown[] {
    return this.receiver.received.map(({ body }) => JSON.parse(body).data.promotionId);
  }

  private async send(
    url: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TimedAnswer> {
    const start = performance.now();
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.env.SLIPWAY_ADMIN_TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const ms = performance.now() - start;
    const type = response.headers.get('content-type');
    const json = type?.includes('json') === true ? JSON.parse(text) : {};
    return { status: response.status, type, retryAfter: response.headers.get('retry-after'), ms, json, text };
  }
}
