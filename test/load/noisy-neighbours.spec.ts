import { expect, it, onTestFinished } from 'vitest';
import { TwoProcesses } from '#testing/crash/two-processes';
import { createTestDatabase } from '#testing/database/test-database';
import { CrowdReceiver } from '#testing/load/crowd-receiver';

const BAD = 50;
const GOOD = 10;
const PROMOTIONS = 20;

it('delivers everything to ten good endpoints while fifty beside them hang and fifty fail, all behind one host', async () => {
  const made = await createTestDatabase();
  onTestFinished(() => made.drop());
  const service = await TwoProcesses.start(made.url);
  onTestFinished(() => service.stop());
  const receiver = await CrowdReceiver.start();
  onTestFinished(() => receiver.close());
  const paths = (kind: string, count: number) => Array.from({ length: count }, (_, index) => `/${kind}/${index}`);
  const [hang, fail, good] = [paths('hang', BAD), paths('fail', BAD), paths('good', GOOD)];
  // The good ones come last, so that nothing but fairness is on their side.
  for (const path of [...hang, ...fail, ...good]) {
    const answer = await service.call('POST', '/api/v1/webhooks', { url: receiver.at(path), eventTypes: ['promotion.applied'] });
    expect(answer.status).toBe(201);
  }
  await service.model('m', 2);
  expect((await service.promote('m', 1)).status).toBe(201);
  await expect.poll(() => hang.every((path) => receiver.ids(path).length > 0), { timeout: 80_000 }).toBe(true);

  for (let turn = 1; turn < PROMOTIONS; turn += 1) expect((await service.promote('m', 1 + (turn % 2))).status).toBe(201);
  await expect.poll(() => good.map((path) => new Set(receiver.ids(path)).size), { timeout: 80_000 }).toEqual(good.map(() => PROMOTIONS));
  // Each still waits for its first answer or for its next attempt; none of them was given up.
  expect(receiver.hanging).toBeGreaterThan(0);
  expect(fail.every((path) => receiver.ids(path).length > 0)).toBe(true);
}, 180_000);
