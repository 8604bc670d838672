import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '#domain/audit/audit-chain';
import { AuditWorld } from '#testing/audit/audit-world';

let world: AuditWorld;
beforeAll(async () => {
  world = await AuditWorld.start();
});
afterAll(() => world.stop());

const actions = async () => (await world.chain()).map(({ entry }) => entry['action']);
const whole = async () => verifyChain(await world.chain(), (text) => world.key.sha256(text));

it('chains what was written, once, from position 1', async () => {
  await world.write('a', 'b');
  await world.write('c');
  expect(await world.store.sealingLag('default')).toBeGreaterThanOrEqual(0);
  expect(await world.seal.execute('default')).toBe(3);
  expect(await world.seal.execute('default')).toBe(0);
  expect(await world.store.sealingLag('default')).toBe(0);
  expect(await actions()).toEqual(['a', 'b', 'c']);
  expect(await whole()).toMatchObject({ ok: true, checked: 3, firstPosition: 1 });
});

it('seals an entry that committed late after those that overtook it, without a gap', async () => {
  const [before] = (await world.chain()).slice(-1);
  let commit: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (commit = resolve));
  let written: () => void = () => undefined;
  const wrote = new Promise<void>((resolve) => (written = resolve));
  const slow = world.unit.run(async (tx) => {
    await world.journal.record(tx, world.admin, {
      modelId: null,
      events: [],
      audit: [{ action: 'slow', outcome: 'done', objectType: 'thing', objectId: '1' }],
    });
    written();
    await held;
  });
  await wrote;
  await world.act('quick');
  commit();
  await slow;
  expect(await world.seal.execute('default')).toBe(1);
  expect((await actions()).slice(-2)).toEqual(['quick', 'slow']);
  expect(await whole()).toMatchObject({ ok: true, lastPosition: (before?.position ?? 0) + 2 });
});

it('makes one chain of many sealers at once', async () => {
  const length = (await world.chain()).length;
  await world.write(...Array.from({ length: 1_200 }, (_, n) => `many.${n}`));
  const counts = await Promise.all(Array.from({ length: 6 }, () => world.seal.execute('default')));
  // Whoever found another one at work left the rest to it.
  expect(counts.reduce((sum, count) => sum + count, 0) + (await world.seal.execute('default'))).toBe(1_200);
  expect(await whole()).toMatchObject({ ok: true, checked: length + 1_200 });
  expect(await world.store.hasUnsealed('default')).toBe(false);
});

describe('the database', () => {
  it.each(['audit_entry', 'audit_seal', 'audit_checkpoint'])('refuses to change, empty or shorten %s', async (table) => {
    await world.sign().execute('default');
    const column = table === 'audit_entry' ? 'action' : 'hash';
    for (const statement of [`UPDATE ${table} SET ${column} = 'x'`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      await expect(world.database.pool.query(statement)).rejects.toThrow(/is append-only/);
    }
  });

  it('refuses a second entry behind the same hash', async () => {
    const [head] = (await world.chain()).slice(-1);
    await world.write('forked');
    await expect(
      world.database.pool.query(
        `INSERT INTO audit_seal (workspace, position, entry_id, prev_hash, hash, sealed_at)
         SELECT 'default', 99999, entry_id, $1, 'x', now() FROM audit_unsealed LIMIT 1`,
        [head?.prevHash],
      ),
    ).rejects.toThrow(/unique/);
  });
});
