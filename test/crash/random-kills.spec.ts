import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { randomOf } from '#testing/cluster/random-of';
import { CrashWorld, type CrashAnswer } from '#testing/crash/crash-world';
import { expectWhole } from '#testing/crash/expect-whole';

const ROUNDS = Number(process.env['SLIPWAY_TEST_ROUNDS'] ?? 3);
const KILLS = 3;
const CLIENTS = 3;
/** Answers after which a process may be killed. */
const FEWEST = 3;
const MOST = 14;
/** Each kill starts a process that compiles its sources, on machines that do other work too. */
const LONG_MS = 300_000;

/** SLIPWAY_TEST_SEED repeats the choices of a run; when they meet the kills is the machine's choice. */
const FIRST_SEED = Number(process.env['SLIPWAY_TEST_SEED'] ?? randomInt(1_000_000));
const SEEDS = Array.from({ length: ROUNDS }, (_, round) => FIRST_SEED + round);

let world: CrashWorld;
beforeAll(async () => {
  process.stderr.write(`random kills: seeds ${SEEDS.join(', ')}\n`);
  world = await CrashWorld.start();
}, LONG_MS);
afterAll(() => world.stop(), LONG_MS);

it.each(SEEDS)(
  `keeps every promise over ${KILLS} kills at random moments under load (seed %i)`,
  async (seed) => {
    onTestFailed(() => void process.stderr.write(world.log()));
    const model = `random-${seed}`;
    await world.model(model, 3);
    const load = new Load(model, seed);
    const clients = Array.from({ length: CLIENTS }, () => load.run());
    const random = randomOf(seed);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const wanted = load.answers + FEWEST + Math.floor(random() * (MOST - FEWEST));
      await expect.poll(() => load.answers, { timeout: LONG_MS, interval: 1 }).toBeGreaterThanOrEqual(wanted);
      // Not a wait for anything: the moment of the kill.
      await delay(random() * 40);
      await world.killAndComeBack();
    }
    load.stop();
    await Promise.all(clients);
    await expectWhole(world);

    // Each command was carried out once, however often it was sent: under its key stands one result, and numbers have no gap.
    const { id: modelId } = await world.database.client.registeredModel.findFirstOrThrow({ where: { name: model } });
    const versions = await world.database.client.modelVersion.findMany({ where: { modelId }, orderBy: { version: 'asc' } });
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
    expect(versions).toHaveLength(3 + load.registered.size);
    const applied = await world.database.client.promotion.findMany({ where: { modelId, state: 'applied' } });
    expect(new Set(applied.map(({ id }) => id))).toEqual(load.applied);
    expect(load.applied.size).toBeGreaterThan(0);
    expect(load.unexpected).toEqual([]);
  },
  LONG_MS,
);

/** Clients that promote, roll back and register at random; one that gets no answer sends the same again under the same key. */
class Load {
  answers = 0;
  readonly registered = new Set<string>();
  readonly applied = new Set<string>();
  readonly unexpected: CrashAnswer[] = [];
  private readonly random: () => number;
  private versions = 3;
  private keys = 0;
  private ended = false;

  constructor(
    private readonly model: string,
    seed: number,
  ) {
    this.random = randomOf(seed + 1_000_003);
  }

  stop(): void {
    this.ended = true;
  }

  async run(): Promise<void> {
    while (!this.ended) await this.carryOut(this.choose());
  }

  /** A command under a key of its own. */
  private choose(): { readonly send: () => Promise<CrashAnswer>; readonly results: Set<string> } {
    const key = `${this.model}-${(this.keys += 1)}`;
    const dice = this.random();
    const version = 1 + Math.floor(this.random() * this.versions);
    if (dice < 0.25) return { send: () => world.version(this.model, key), results: this.registered };
    if (dice < 0.35) return { send: () => world.rollBack(this.model, version, key), results: this.applied };
    const stage = dice < 0.85 ? 'Production' : 'Staging';
    return { send: () => world.promote(this.model, version, key, stage), results: this.applied };
  }

  private async carryOut({ send, results }: ReturnType<Load['choose']>): Promise<void> {
    let answer = await send();
    while (answer.status === 0 || answer.status === 503) {
      await world.up;
      answer = await send();
    }
    this.answers += 1;
    // Rivals, holds and quarantines are refused; that is an answer too. 200: it stood there already.
    if (answer.status === 201) results.add(answer.json.id);
    else if (![200, 202, 409, 422].includes(answer.status)) this.unexpected.push(answer);
    if (answer.status === 201 && results === this.registered) this.versions += 1;
  }
}
