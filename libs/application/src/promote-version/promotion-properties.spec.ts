import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SlipwayError } from '#domain/errors/slipway-error';
import { contextOf, serviceAccount, user } from '#testing/promotion/actors';
import { PromotionWorld } from '#testing/promotion/promotion-world';
import { SimpleModel, STAGES, type StageName, type Who } from '#testing/promotion/simple-model';

const VERSIONS = 4;
const SEQUENCES = Number(process.env['SLIPWAY_TEST_SEQUENCES'] ?? 300);
const SEED = Number(process.env['SLIPWAY_TEST_SEED'] ?? Date.now() % 2 ** 31);

const lead = user('lead', 'production-manager');
const ACTORS = {
  lead,
  other: user('other', 'production-manager'),
  reader: user('reader', 'reader'),
  bot: serviceAccount('bot', 'production-manager', user('owner', 'admin')),
};

/** Histories that run at a time: each waits for the database most of its time. */
const LANES = 3;

/** Half a minute for 300 on a calm machine; ten times that for one that is not. */
const LIMIT_MS = Math.max(300_000, SEQUENCES * 1_000);

let done = 0;
let world: PromotionWorld;
beforeAll(async () => {
  world = await PromotionWorld.start();
});
afterAll(() => world.stop());

interface Real {
  readonly modelId: string;
}

/** The outcome's word, or the error's code; anything else is a bug and fails the run. */
async function answer(run: Promise<{ readonly outcome: string; readonly promotionId?: string } | void>, done: string): Promise<string> {
  try {
    return (await run)?.outcome ?? done;
  } catch (error) {
    if (error instanceof SlipwayError) return error.code;
    throw error;
  }
}

/** What an observer can see of a model and of some requests, in one statement: it is read after each of some thousand commands. */
const SEEN = `SELECT
  (SELECT coalesce(json_agg(json_build_object('version', version, 'stage', stage) ORDER BY version), '[]')
    FROM stage_placement WHERE model_id = $1 AND to_at IS NULL) AS standing,
  (SELECT count(*)::int FROM stage_hold WHERE model_id = $1 AND lifted_at IS NULL) AS holds,
  (SELECT coalesce(json_agg(DISTINCT version), '[]') FROM quarantine WHERE model_id = $1 AND lifted_at IS NULL) AS quarantined,
  (SELECT coalesce(json_object_agg(id, state), '{}') FROM promotion WHERE id = ANY($2)) AS requests`;

/** Everything that an observer can see must be as the simple model says. */
async function compare(model: SimpleModel, { modelId }: Real): Promise<void> {
  const { rows } = await world.database.pool.query({ name: 'seen', text: SEEN, values: [modelId, model.requests.map(({ id }) => id)] });
  expect(rows).toEqual([
    {
      standing: [...model.stages].map(([version, stage]) => ({ version, stage })),
      holds: model.held ? 1 : 0,
      quarantined: [...model.quarantined].sort((a, b) => a - b),
      requests: Object.fromEntries(model.requests.map(({ id, state }) => [id, state])),
    },
  ]);
}

abstract class Command implements fc.AsyncCommand<SimpleModel, Real> {
  check(_model: Readonly<SimpleModel>): boolean {
    return true;
  }
  abstract act(model: SimpleModel, real: Real): Promise<void>;
  async run(model: SimpleModel, real: Real): Promise<void> {
    done += 1;
    await this.act(model, real);
    await compare(model, real);
  }
  abstract toString(): string;
}

class Promote extends Command {
  constructor(
    readonly who: Who,
    readonly version: number,
    readonly to: StageName,
  ) {
    super();
  }
  override async act(model: SimpleModel, { modelId }: Real): Promise<void> {
    const open = model.requests.find(
      (one) => one.state === 'pending' && one.version === this.version && one.to === this.to && one.by === this.who,
    );
    const expected = model.promote(this.who, this.version, this.to);
    const command = { model: modelId, version: this.version, toStage: this.to, reason: '' };
    const run = world.promote.execute(contextOf(ACTORS[this.who]), command);
    expect(await answer(run, '')).toBe(expected);
    if (expected !== 'pending') return;
    const { promotionId: id } = await run;
    if (open === undefined) model.requests.push({ id, version: this.version, to: this.to, by: this.who, state: 'pending' });
    else expect(id).toBe(open.id);
  }
  override toString = () => `${this.who} promotes ${this.version} to ${this.to}`;
}

class Decide extends Command {
  constructor(
    readonly who: Who,
    readonly index: number,
    readonly decision: 'approve' | 'reject' | 'cancel',
  ) {
    super();
  }
  override check(model: Readonly<SimpleModel>): boolean {
    return this.index < model.requests.length;
  }
  override async act(model: SimpleModel): Promise<void> {
    const promotionId = model.requests[this.index]?.id ?? '';
    const context = contextOf(ACTORS[this.who]);
    if (this.decision === 'approve') {
      const run = answer(world.approve.execute(context, { promotionId, comment: '' }), 'approved');
      expect(await run).toBe(model.approve(this.who, this.index));
    } else if (this.decision === 'reject') {
      const run = answer(world.reject.execute(context, { promotionId, comment: '' }), 'rejected');
      expect(await run).toBe(model.close(this.who, this.index, 'rejected'));
    } else {
      const run = answer(world.cancel.execute(context, { promotionId, reason: '' }), 'cancelled');
      expect(await run).toBe(model.close(this.who, this.index, 'cancelled'));
    }
  }
  override toString = () => `${this.who} ${this.decision}s request ${this.index}`;
}

class RollBack extends Command {
  constructor(
    readonly who: Who,
    readonly from: number,
  ) {
    super();
  }
  override async act(model: SimpleModel, { modelId }: Real): Promise<void> {
    const run = world.rollBack.execute(contextOf(ACTORS[this.who]), {
      model: modelId,
      stage: 'Production',
      from: this.from,
      reason: 'bad',
    });
    expect(await answer(run, '')).toBe(model.rollBack(this.who, this.from));
  }
  override toString = () => `${this.who} rolls back ${this.from}`;
}

const who = fc.constantFrom<Who>('lead', 'other', 'reader', 'bot');
const version = fc.integer({ min: 1, max: VERSIONS });
const commands = [
  fc.tuple(who, version, fc.constantFrom(...STAGES)).map((args) => new Promote(...args)),
  fc.tuple(who, version).map(([by, number]) => new Promote(by, number, 'Production')),
  fc
    .tuple(who, fc.nat({ max: 3 }), fc.constantFrom('approve', 'approve', 'reject', 'cancel'))
    .map(([by, index, act]) => new Decide(by, index, act)),
  fc.tuple(who, version).map((args) => new RollBack(...args)),
];

it(`behaves as the simple model in ${SEQUENCES} random histories (SLIPWAY_TEST_SEED=${SEED})`, { timeout: LIMIT_MS }, async () => {
  console.log(`promotion properties: ${SEQUENCES} sequences, seed ${SEED}`);
  let run = 0;
  const property = fc.asyncProperty(fc.commands(commands, { size: '+1', maxCommands: 52 }), async (sequence) => {
    run += 1;
    const modelId = await world.model(`random-${run}`, VERSIONS);
    await fc.asyncModelRun(() => ({ model: new SimpleModel(VERSIONS), real: { modelId } }), sequence);
    await replay(modelId);
  });
  const share = Math.ceil(SEQUENCES / LANES);
  const lanes = Array.from({ length: LANES }, (_, lane) => fc.assert(property, { numRuns: share, seed: SEED + lane, endOnFailure: false }));
  await Promise.all(lanes);
  console.log(`promotion properties: ${done} commands`);
  // A history has some twenty commands; a generator that makes fewer would show nothing.
  expect(done).toBeGreaterThan(18 * SEQUENCES);
});

/** The history alone, replayed from the first event, gives the present state, gaplessly. */
async function replay(modelId: string): Promise<void> {
  const events = await world.database.client.event.findMany({ where: { modelId }, orderBy: { sequence: 'asc' } });
  expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1));
  let incumbent: unknown = null;
  for (const { type, stage, data } of events) {
    if (type === 'stage.changed' && stage === 'Production') incumbent = (data as { version: unknown }).version;
  }
  expect(incumbent).toBe((await world.inStage(modelId, 'Production'))[0] ?? null);
}
