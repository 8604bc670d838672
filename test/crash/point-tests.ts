import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { POINTS_OF_API, type CrashPoint } from '#testing/crash/crash-points';
import { CrashWorld, type CrashAnswer } from '#testing/crash/crash-world';
import { expectWhole, settled } from '#testing/crash/expect-whole';

/** Each test starts a process that compiles its sources, on machines that do other work too. */
const LONG_MS = 240_000;

/** At the others a webhook may be under way beside what the process dies of. */
const BEFORE_SENDING: readonly CrashPoint[] = [...POINTS_OF_API, 'after-relay', 'after-claim'];

/** At the others the dispatch runs beside what the process dies of, so that it may die between the row and the request too. */
const NOT_BESIDE_DISPATCH: readonly CrashPoint[] = [...POINTS_OF_API, 'after-relay', 'after-github-accepted'];

/** Writes one test per point: the process dies there, a new one takes over, and nothing is lost, doubled or changed. */
export function testCrashPoints(points: readonly CrashPoint[], env: () => Promise<Readonly<Record<string, string>>>): void {
  let world: CrashWorld;
  beforeAll(async () => {
    world = await CrashWorld.start(await env());
  }, LONG_MS);
  afterAll(() => world.stop(), LONG_MS);

  /** Moves version 2 into the place of version 1, by a promotion or a rollback: the latter is a transaction of several statements. */
  function move(point: CrashPoint): Promise<CrashAnswer> {
    return point === 'inside-transaction' ? world.rollBack(point, 1, `key-${point}`) : world.promote(point, 2, `key-${point}`);
  }

  /** Moves version 2 into the place of version 1, with the process dying at the point; @returns the id of the promotion. */
  async function dieAt(point: CrashPoint): Promise<string> {
    await world.model(point, 2);
    // A rollback goes back to what stood there and was verified.
    for (const version of point === 'inside-transaction' ? [2, 1] : [1]) {
      await world.promote(point, version);
      await settled(world);
    }
    await world.arm(point);
    const answer = await move(point);
    await world.comeBack();
    // Whoever got no answer asks again under the same key.
    const again = await move(point);
    expect(again.status).toBe(201);
    if (POINTS_OF_API.includes(point)) expect(answer.status).toBe(0);
    if (answer.status === 201) expect(again.json.id).toBe(answer.json.id);
    return again.json.id;
  }

  /** Webhooks of the promotion itself, and how many ids they have. */
  function arrivedOf(promotionId: string): { readonly all: number; readonly ids: number } {
    const webhooks = world.receiver.received.filter(
      ({ event, body }) => !event.type.startsWith('deployment.') && body.includes(promotionId),
    );
    return { all: webhooks.length, ids: new Set(webhooks.map(({ id }) => id)).size };
  }
  const deploymentOf = (promotionId: string) => world.database.client.deployment.findFirstOrThrow({ where: { promotionId } });
  const dispatchesOf = (id: string): number => world.github.dispatches.filter(({ inputs }) => inputs['deployment_id'] === id).length;

  it.each(points)(
    'loses nothing and does nothing twice: killed %s',
    async (point) => {
      onTestFailed(() => void process.stderr.write(world.log()));
      const promotionId = await dieAt(point);
      await expectWhole(world);
      const promotions = await world.database.client.promotion.findMany({ where: { id: promotionId } });
      expect(promotions).toMatchObject([{ version: 2, state: 'applied' }]);
      const { all, ids } = arrivedOf(promotionId);
      if (point === 'after-send') expect(all, 'sent again, since nobody knew that it had arrived').toBeGreaterThan(ids);
      if (BEFORE_SENDING.includes(point)) expect(all, 'sent once, since nothing had left').toBe(ids);

      const deployment = await deploymentOf(promotionId);
      if (deployment.state === 'succeeded' || NOT_BESIDE_DISPATCH.includes(point)) {
        expect(deployment).toMatchObject({ state: 'succeeded', attempt: 1 });
        expect(dispatchesOf(deployment.id)).toBe(1);
        expect(point).not.toBe('after-reconciling');
        return;
      }
      // Nobody can know that nothing was sent, so only a person sends again.
      expect(deployment).toMatchObject({ state: 'failed', error: expect.stringContaining('unknown_outcome') });
      expect(dispatchesOf(deployment.id)).toBe(0);
      expect((await world.request('POST', `/api/v1/deployments/${deployment.id}/retry`)).status).toBeLessThan(300);
      await expectWhole(world);
      expect(await deploymentOf(promotionId)).toMatchObject({ state: 'succeeded', attempt: 2 });
      expect(dispatchesOf(deployment.id)).toBe(1);
    },
    LONG_MS,
  );
}
