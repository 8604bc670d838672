import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '#persistence/core/database';
import type { WatchedEndpoint } from '../cluster/wholeness.js';
import { createTestDatabase } from '../database/test-database.js';
import { startReceiver, type Receiver } from '../effects/receiver.js';
import { startGithubContractServer, type GithubContractServer } from '../github/github-contract-server.js';
import { freePort } from '../redis/free-port.js';
import { CrashService } from './crash-service.js';
import type { CrashPoint } from './crash-points.js';
import { serviceEnvironment } from './service-environment.js';
import { leasesRunOut } from './time-passes.js';

/** An answer of the service; `status` 0 where the connection broke before there was one. */
export interface CrashAnswer {
  readonly status: number;
  readonly json: { readonly id: string; readonly [member: string]: unknown };
}

/** A service that dies and comes back, with a receiver of webhooks and a GitHub that live on, all on one database. */
export class CrashWorld {
  /** Ids of promotions that were answered 201. */
  readonly answered = new Set<string>();
  readonly endpoints: WatchedEndpoint[] = [];
  /** Resolves when the service that was killed last serves again. */
  up: Promise<void> = Promise.resolve();
  private service: CrashService | undefined;

  private constructor(
    readonly database: Database,
    readonly receiver: Receiver,
    readonly github: GithubContractServer,
    private readonly env: Readonly<Record<string, string>>,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  /** Starts all of it, and registers the receiver and a deploy target for Production. @param env beside what the service needs. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<CrashWorld> {
    const made = await createTestDatabase();
    const home = await mkdtemp(join(tmpdir(), 'slipway-crash-'));
    const receiver = await startReceiver();
    const github = await startGithubContractServer({ behaviour: { plan: { kind: 'time', ms: 100, conclusion: 'success' } } });
    const database = new Database({ url: made.url, poolSize: 4 });
    const given = { ...serviceEnvironment(made.url, home), LOG_LEVEL: 'warn', PORT: String(await freePort()), ...env };
    const world = new CrashWorld(database, receiver, github, given, async () => {
      await Promise.all([receiver.close(), github.close(), database.close()]);
      await made.drop();
      await rm(home, { recursive: true, force: true });
    });
    await world.restart();
    await world.subscribe();
    return world;
  }

  async stop(): Promise<void> {
    await this.service?.kill();
    await this.cleanUp();
  }

  /** Everything that the running (or last) process has written; shown where a test fails. */
  log(): string {
    return this.service?.log() ?? '';
  }

  /** The next process that comes to this point dies there. */
  arm(point: CrashPoint): Promise<void> {
    return this.running().arm(point);
  }

  /** Waits for the death of the armed process and for the end of the leases that it held, then starts a new one on the same database. */
  comeBack(): Promise<void> {
    return (this.up = this.running()
      .died()
      .then(() => this.restart()));
  }

  /** Kills the process wherever it is; the rest as `comeBack`. */
  killAndComeBack(): Promise<void> {
    return (this.up = this.running()
      .kill()
      .then(() => this.restart()));
  }

  /** A registered model with READY versions 1 to `versions`. */
  async model(name: string, versions: number): Promise<void> {
    await this.mustBe(201, 'POST', '/api/v1/models', { name });
    for (let n = 1; n <= versions; n += 1) await this.version(name);
  }

  async version(model: string, key?: string): Promise<CrashAnswer> {
    return this.request('POST', `/api/v1/models/${model}/versions`, { source: 's3://bucket/model' }, key);
  }

  /** Promotes to Production unless told otherwise; an answer of 201 is remembered as a promise. */
  async promote(model: string, version: number, key?: string, toStage = 'Production'): Promise<CrashAnswer> {
    return this.remember(await this.request('POST', '/api/v1/promotions', { model, version, toStage }, key));
  }

  async rollBack(model: string, from: number, key?: string): Promise<CrashAnswer> {
    const body = { from, reason: 'worse than before' };
    return this.remember(await this.request('POST', `/api/v1/models/${model}/stages/Production/rollback`, body, key));
  }

  /** One request as the administrator. Never rejects for a connection that breaks. */
  async request(method: string, path: string, body?: unknown, key?: string): Promise<CrashAnswer> {
    try {
      const response = await this.fetch(method, path, body, key);
      const text = await response.text();
      return { status: response.status, json: text === '' ? { id: '' } : JSON.parse(text) };
    } catch (error) {
      return { status: 0, json: { id: '', error: String(error) } };
    }
  }

  /** A body that is not JSON. */
  async text(path: string): Promise<string> {
    return (await this.fetch('GET', path)).text();
  }

  private fetch(method: string, path: string, body?: unknown, key?: string): Promise<Response> {
    return fetch(this.running().url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.env['SLIPWAY_ADMIN_TOKEN'] ?? ''}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  private async mustBe(status: number, method: string, path: string, body: unknown): Promise<CrashAnswer> {
    const answer = await this.request(method, path, body);
    if (answer.status !== status)
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.json)} ${this.log()}`);
    return answer;
  }

  private remember(answer: CrashAnswer): CrashAnswer {
    if (answer.status === 201) this.answered.add(answer.json.id);
    return answer;
  }

  private running(): CrashService {
    if (this.service === undefined) throw new Error('the service was not started');
    return this.service;
  }

  private async restart(): Promise<void> {
    await leasesRunOut(this.database);
    this.service = await CrashService.start(this.env);
  }

  private async subscribe(): Promise<void> {
    const { json } = await this.mustBe(201, 'POST', '/api/v1/webhooks', { url: this.receiver.url, eventTypes: ['*'] });
    // What happened before it existed is not its business.
    const from = await this.database.client.event.count();
    this.endpoints.push({ id: json.id, secret: String(json['secret']), from, receiver: this.receiver, ordered: false });
    const target = { name: 'eu', models: '*', stage: 'Production', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main' };
    await this.mustBe(201, 'POST', '/api/v1/deploy-targets', { ...target, apiUrl: this.github.url, credential: { token: 'ghp_contract' } });
  }
}
