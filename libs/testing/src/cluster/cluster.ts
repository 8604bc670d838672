import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '#persistence/core/database';
import { serviceEnvironment } from '../crash/service-environment.js';
import { startReceiver, type Receiver } from '../effects/receiver.js';
import { startGithubContractServer, type GithubContractServer } from '../github/github-contract-server.js';
import { migratedData } from '../postgres/migrated-data.js';
import { startPrivatePostgres, type PrivatePostgres } from '../postgres/private-postgres.js';
import { startRedis, type RedisServer } from '../redis/redis-server.js';
import { ClusterClient } from './cluster-client.js';
import { startFaultProxy, type FaultProxy } from './fault-proxy.js';
import { ServiceProcess } from './service-process.js';
import type { SmallDisk } from './small-disk.js';
import type { WatchedEndpoint } from './wholeness.js';

/** What stands in a cluster under test. */
export interface ClusterOptions {
  /** Processes of `start:api`; two unless told. */
  readonly apis?: number;
  /** Processes of `start:worker`; two unless told. */
  readonly workers?: number;
  /** Where BullMQ lives; on Postgres unless told. */
  readonly queue?: QueueKind;
  /** For the worker of that number alone, such as a clock that is wrong. */
  readonly workerEnv?: readonly Readonly<Record<string, string>>[];
  /** Where Postgres keeps its data, if its disk is to be full at times. */
  readonly disk?: SmallDisk;
  /** Whether the processes can be held at named points (`holdAt`). */
  readonly points?: boolean;
  /** For all processes of the service. */
  readonly env?: Readonly<Record<string, string>>;
}

export type QueueKind = 'postgres' | 'redis';

/**
 * An installation as on a cluster: several processes of API and worker on one Postgres (and one Redis), reached through proxies, with two
 * receivers of every event (one takes them in order) and a GitHub that keeps to the contract. Each of them can be made to fail.
 */
export class Cluster {
  readonly apis: ServiceProcess[] = [];
  readonly workers: ServiceProcess[] = [];
  readonly endpoints: WatchedEndpoint[] = [];

  private constructor(
    readonly postgres: PrivatePostgres,
    readonly toPostgres: FaultProxy,
    readonly redis: RedisServer | null,
    readonly toRedis: FaultProxy | null,
    readonly receiver: Receiver,
    readonly orderedReceiver: Receiver,
    readonly github: GithubContractServer,
    /** Past the proxy, for the tests' own looks. */
    readonly database: Database,
    readonly client: ClusterClient,
    /** That of Postgres, where it is a small one. */
    readonly disk: SmallDisk | null,
    private readonly home: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Resolves when all processes are ready, the receivers are registered, and a deploy target takes Production of every model whose name ends in -0. */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const home = await mkdtemp(join(tmpdir(), 'slipway-cluster-'));
    const postgres = await startPrivatePostgres(options.disk?.folder, undefined, await migratedData());
    const redis = options.queue === 'redis' ? await startRedis() : null;
    if (options.queue === 'redis' && redis === null) throw new Error('redis-server is not installed');
    const direct = new URL(postgres.connectionString);
    const toPostgres = await startFaultProxy(Number(direct.port));
    const toRedis = redis === null ? null : await startFaultProxy(Number(new URL(redis.url).port));
    const url = new URL(direct);
    url.port = String(toPostgres.port);
    const env = {
      ...serviceEnvironment(url.href, home),
      LOG_LEVEL: 'warn',
      ...(toRedis === null ? {} : { REDIS_URL: `redis://127.0.0.1:${toRedis.port}` }),
      ...options.env,
    };
    const cluster: Cluster = new Cluster(
      postgres,
      toPostgres,
      redis,
      toRedis,
      await startReceiver(),
      await startReceiver(),
      await startGithubContractServer({ behaviour: { plan: { kind: 'time', ms: 100, conclusion: 'success' } } }),
      // The proof reads whole tables, on a machine that may do other work too.
      new Database({ url: direct.href, poolSize: 6, statementMs: 60_000 }),
      new ClusterClient(env.SLIPWAY_ADMIN_TOKEN, (): readonly ServiceProcess[] => cluster.apis),
      options.disk ?? null,
      home,
      env,
    );
    try {
      await cluster.launchAll(options);
      await cluster.subscribe();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** The ways from our processes to their servers. */
  get ways(): readonly FaultProxy[] {
    return [this.toPostgres, ...(this.toRedis === null ? [] : [this.toRedis])];
  }

  /** All processes of the service. */
  get processes(): readonly ServiceProcess[] {
    return [...this.apis, ...this.workers];
  }

  /** Everything that the processes have written. */
  log(): string {
    return this.processes.map((one, index) => `--- ${one.kind} ${index}\n${one.log().split('\n').slice(-60).join('\n')}`).join('\n');
  }

  /** Ends all of it and removes its data. */
  async stop(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.kill()));
    await Promise.all([this.receiver.close(), this.orderedReceiver.close(), this.github.close()]);
    await this.database.close().catch(() => undefined);
    await Promise.all([this.toPostgres.close(), this.toRedis?.close(), this.client.close()]);
    await Promise.all([this.postgres.stop(), this.redis?.stop()]);
    await rm(this.home, { recursive: true, force: true });
  }

  private async launchAll({ apis = 2, workers = 2, workerEnv = [], points = false }: ClusterOptions): Promise<void> {
    const { env } = this;
    for (let n = 0; n < apis; n += 1) this.apis.push(await ServiceProcess.prepare({ kind: 'api', env, points }));
    for (let n = 0; n < workers; n += 1) {
      this.workers.push(await ServiceProcess.prepare({ kind: 'worker', env: { ...env, ...workerEnv[n] }, points }));
    }
    await Promise.all(this.processes.map((one) => one.boot()));
  }

  private async subscribe(): Promise<void> {
    for (const receiver of [this.receiver, this.orderedReceiver]) {
      const ordered = receiver === this.orderedReceiver;
      const { json } = await this.client.must('POST', '/api/v1/webhooks', { url: receiver.url, eventTypes: ['*'], ordered });
      // What happened before it existed is not its business.
      const from = await this.database.client.event.count();
      this.endpoints.push({ id: json.id, secret: String(json['secret']), from, receiver, ordered });
    }
    // One model of each load: a deployment costs more than all else, and each model's run one after the other.
    const target = { name: 'eu', models: 'model:*-0', stage: 'Production', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main' };
    const credential = { token: 'ghp_contract' };
    await this.client.must('POST', '/api/v1/deploy-targets', { ...target, apiUrl: this.github.url, credential });
  }
}
