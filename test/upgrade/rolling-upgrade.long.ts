import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { checkAuditChain } from '#persistence/backup/check-audit-chain';
import { cloneDatabase, type TestDatabase } from '#testing/database/test-cluster';
import { serviceEnvironment, type ServiceEnvironment } from '#testing/crash/service-environment';
import { startReceiver, type Receiver } from '#testing/effects/receiver';
import type { RunningProgram } from '#testing/operation/run-program';
import { notRun } from '#testing/peers/not-run';
import { must, patientCaller, type ApiCall } from '#testing/upgrade/api-caller';
import { previousRelease } from '#testing/upgrade/previous-release';
import { brokenInvariants } from '#testing/upgrade/registry-invariants';
import { startRelease } from '#testing/upgrade/running-release';

const TODAY = new URL('../../', import.meta.url);
const LONG_MS = 1_200_000;
const before = await previousRelease();
if (before === null) notRun('release 0.1.0 is not in the history of this checkout (a shallow clone)');

let database: TestDatabase;
let home: string;
let env: ServiceEnvironment;
let receiver: Receiver;
const programs: RunningProgram[] = [];

beforeAll(async () => {
  database = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
  home = mkdtempSync(join(tmpdir(), 'slipway-rolling-'));
  env = serviceEnvironment(database.url, home);
  receiver = await startReceiver();
}, LONG_MS);

afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  await receiver.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
}, LONG_MS);

interface Running {
  readonly call: ApiCall;
  stop(): Promise<unknown>;
}

async function start(release: URL, kind: 'api' | 'worker'): Promise<Running> {
  const { url, program } = await startRelease(release, kind, env);
  programs.push(program);
  return { call: patientCaller(url, env.SLIPWAY_ADMIN_TOKEN), stop: () => program.stop() };
}

/** Promotes to and fro, and rolls back, by turns through the APIs that run now; every answer must be a success. */
class Load {
  readonly acknowledged: string[] = [];
  private over = false;
  private readonly writers: Promise<void>[];

  constructor(readonly apis: ApiCall[]) {
    this.writers = ['a', 'b', 'c'].map((model) => this.write(model));
  }

  /** Resolves when so many more have been acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.acknowledged.length + count;
    await Promise.race([
      vi.waitFor(() => expect(this.acknowledged.length).toBeGreaterThanOrEqual(goal), 120_000),
      Promise.all(this.writers),
    ]);
  }

  async end(): Promise<void> {
    this.over = true;
    await Promise.all(this.writers);
  }

  /** Asks one of the APIs; another one where it was taken out of service before it had taken the connection: nothing was sent then. */
  private async ask(turn: number, ...request: Parameters<ApiCall>): ReturnType<typeof must> {
    for (;;) {
      const api = this.apis[turn % this.apis.length];
      if (api === undefined) throw new Error('no API runs');
      try {
        return await must(api(...request));
      } catch (error) {
        if (this.apis.includes(api) || !(error instanceof TypeError && isRefusal(error.cause))) throw error;
      }
    }
  }

  private async write(model: string): Promise<void> {
    await this.ask(0, 'POST', '/api/v1/models', { name: model });
    for (let turn = 0; !this.over; turn += 1) {
      const { version } = await this.ask(turn, 'POST', `/api/v1/models/${model}/versions`, { source: 's3://bucket/model' });
      const { id } = await this.ask(turn + 1, 'POST', '/api/v1/promotions', { model, version, toStage: 'Production' });
      this.acknowledged.push(String(id));
      if (turn % 5 !== 4) continue;
      const back = await this.ask(turn, 'POST', `/api/v1/models/${model}/stages/Production/rollback`, { from: version, reason: 'bad' });
      this.acknowledged.push(String(back['id']));
      await this.ask(turn + 1, 'DELETE', `/api/v1/models/${model}/stages/Production/hold`, { reason: 'over' });
    }
  }
}

function isRefusal(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

it.skipIf(before === null)(
  'upgrades from release 0.1.0 while it serves: old and new run side by side, and the old one boots again on the new tables',
  async () => {
    if (before === null) return;
    const [oldApi, oldWorker] = [await start(before, 'api'), await start(before, 'worker')];
    await must(oldApi.call('POST', '/api/v1/webhooks', { url: receiver.url, eventTypes: ['*'] }));
    const load = new Load([oldApi.call]);
    await load.more(20);
    // Today's first process migrates under that load.
    const newApi = await start(TODAY, 'api');
    load.apis.push(newApi.call);
    await load.more(30);
    const newWorker = await start(TODAY, 'worker');
    await load.more(30);
    // One process after the other is replaced.
    load.apis.splice(0, 1);
    await Promise.all([oldApi.stop(), oldWorker.stop()]);
    await load.more(20);
    // And back: release 0.1.0 boots on tables that are newer than it is, and works alone on them.
    const [again, worker] = [await start(before, 'api'), await start(before, 'worker')];
    load.apis.push(again.call);
    await load.more(20);
    load.apis.splice(0, 1);
    await Promise.all([newApi.stop(), newWorker.stop()]);
    await load.more(20);
    await load.end();

    const applied = (): ReadonlySet<unknown> =>
      new Set(receiver.received.flatMap(({ event, body }) => (event.type === 'promotion.applied' ? [promotionOf(body)] : [])));
    await vi.waitFor(() => expect(load.acknowledged.filter((id) => !applied().has(id))).toEqual([]), { timeout: 120_000, interval: 200 });
    expect(await brokenInvariants(database.url)).toEqual({});
    expect(await checkAuditChain(database.url)).toBeNull();
    await worker.stop();
  },
  LONG_MS,
);

function promotionOf(body: string): unknown {
  return (JSON.parse(body) as { readonly data: { readonly promotionId?: string } }).data.promotionId;
}
