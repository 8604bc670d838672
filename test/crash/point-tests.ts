import { afterAll, beforeAll, expect, it } from 'vitest';
import { CRASH_POINTS, type CrashPoint } from '#testing/crash/crash-points';
import { CrashWorld } from '#testing/crash/crash-world';
import { expectWhole, settled } from '#testing/crash/expect-whole';

/** Each test starts a process that compiles its sources, on machines that do other work too. */
const LONG_MS = 240_000;

/** Writes one test per point: the process dies there, a new one takes over, and nothing is lost, doubled or changed. */
export function testCrashPoints(points: readonly CrashPoint[], env: () => Promise<Readonly<Record<string, string>>>): void {
  let world: CrashWorld;
  beforeAll(async () => {
    world = await CrashWorld.start(await env());
  }, LONG_MS);
  afterAll(() => world.stop(), LONG_MS);

  /** Promotes version 2 over version 1, with the process dying at the point; @returns the id of the promotion. */
  async function dieAt(point: CrashPoint): Promise<string> {
    await world.model(point, 2);
    await world.promote(point, 1);
    await settled(world);
    await world.arm(point);
    const answer = await world.promote(point, 2, `key-${point}`);
    await world.comeBack();
    // Whoever got no answer asks again under the same key.
    const again = await world.promote(point, 2, `key-${point}`);
    expect(again.status).toBe(201);
    if (point === 'after-commit') expect(answer.status).toBe(0);
    if (answer.status === 201) expect(again.json.id).toBe(answer.json.id);
    return again.json.id;
  }

  const copiesOf = (promotionId: string): number =>
    world.receiver.received.filter(({ event, body }) => event.type === 'promotion.applied' && body.includes(promotionId)).length;
  const deploymentOf = (promotionId: string) => world.database.client.deployment.findFirstOrThrow({ where: { promotionId } });
  const dispatchesOf = (id: string): number => world.github.dispatches.filter(({ inputs }) => inputs['deployment_id'] === id).length;

  it.each(points)(
    'loses nothing and does nothing twice: killed %s',
    async (point) => {
      const promotionId = await dieAt(point);
      await expectWhole(world);
      const promotions = await world.database.client.promotion.findMany({ where: { id: promotionId } });
      expect(promotions, CRASH_POINTS[point]).toMatchObject([{ version: 2, state: 'applied' }]);
      // Sent again where nobody knew that it had arrived, under the same id; else once.
      expect(copiesOf(promotionId)).toBe(point === 'after-send' ? 2 : 1);

      const deployment = await deploymentOf(promotionId);
      if (point !== 'after-reconciling') {
        expect(deployment).toMatchObject({ state: 'succeeded', attempt: 1 });
        expect(dispatchesOf(deployment.id)).toBe(1);
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
