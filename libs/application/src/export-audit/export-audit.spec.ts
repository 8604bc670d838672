import { expect, it, onTestFinished, vi } from 'vitest';
import { parseCheckpoint } from '#domain/audit/checkpoint';
import { AuditWorld } from '#testing/audit/audit-world';

it('ends where its checkpoint ends, whatever is sealed while that is signed', async () => {
  const world = await AuditWorld.start();
  onTestFinished(() => world.stop());
  await world.act('model.create', 'model.update');
  const head = world.store.head.bind(world.store);
  const spy = vi.spyOn(world.store, 'head').mockImplementation(async (...whose) => {
    const found = await head(...whose);
    spy.mockRestore();
    await world.act('model.update');
    return found;
  });
  const lines = (await world.export()).trim().split('\n');
  const { end } = JSON.parse(lines.at(-1) ?? '');
  expect(end.last).toBe(2);
  expect(parseCheckpoint(end.checkpoint.payload)?.position).toBe(2);
  expect(lines).toHaveLength(3);
});
