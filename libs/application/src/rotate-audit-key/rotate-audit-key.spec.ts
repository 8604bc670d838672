import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseHandover } from '#domain/audit/key-handover';
import { verifySignature } from '#platform/crypto/signing';
import { AuditWorld, newAuditKey } from '#testing/audit/audit-world';

let world: AuditWorld;
beforeEach(async () => {
  world = await AuditWorld.start();
  await world.register();
  await world.act('a', 'b');
});
afterEach(() => world.stop());

const checkpoints = async () =>
  (
    await world.database.pool.query<{ position: number; key_id: string; payload: string; signature: string }>(
      'SELECT position::int, key_id, payload, signature FROM audit_checkpoint ORDER BY position',
    )
  ).rows;
const fact = async () => (await world.database.pool.query(`SELECT value FROM instance_fact WHERE key = 'audit-key'`)).rows[0]?.value;

describe('another audit key', () => {
  it('signs from the commit on, and what the former one signed stays and can be verified', async () => {
    const { both, next } = world.nextKey();
    await world.sign(both).execute('default');
    expect(await world.rotate(both).execute('default', 'rotated')).toEqual({
      from: world.key.keyId,
      to: next.keyId,
      publicKey: next.publicKeyPem,
      endorsed: true,
    });
    await world.act('c');
    expect(await world.sign(both).execute('default')).toMatchObject({ keyId: next.keyId });
    // So does a process that has let the former one go.
    await world.act('d');
    expect(await world.sign(next).execute('default')).toMatchObject({ keyId: next.keyId });

    const [signing, retired] = await world.keys.list('default');
    expect(signing).toMatchObject({ keyId: next.keyId, publicKey: next.publicKeyPem, retiredAt: null, retiredFor: null });
    expect(retired).toMatchObject({ keyId: world.key.keyId, publicKey: world.key.publicKeyPem, retiredFor: 'rotated' });
    const pems = new Map([signing, retired].map((key) => [key?.keyId, key?.publicKey ?? '']));
    const kept = await checkpoints();
    expect(kept.map(({ key_id }) => key_id)).toEqual([world.key.keyId, next.keyId, next.keyId]);
    expect(kept.every(({ key_id, payload, signature }) => verifySignature(pems.get(key_id) ?? '', payload, signature))).toBe(true);
    expect(await fact()).toBe(next.keyId);
  });

  it('is told of in the audit log, with a statement that both keys signed and no private key', async () => {
    const { both, next } = world.nextKey();
    await world.rotate(both).execute('default', 'rotated');
    await world.act();
    const entry = (await world.chain()).at(-1)?.entry;
    expect(entry).toMatchObject({
      action: 'audit.key-rotate',
      objectId: next.keyId,
      data: { from: world.key.keyId, to: next.keyId, former: 'rotated' },
    });
    const { statement = '', proof = '', endorsement = '' } = Object(entry?.['data']);
    expect(parseHandover(statement)).toMatchObject({
      from: world.key.keyId,
      to: next.keyId,
      publicKey: next.publicKeyPem,
      former: 'rotated',
    });
    expect([verifySignature(next.publicKeyPem, statement, proof), verifySignature(world.key.publicKeyPem, statement, endorsement)]).toEqual(
      [true, true],
    );
    expect(JSON.stringify(entry)).not.toContain('PRIVATE');
  });

  it('is not vouched for by one that leaked or was lost', async () => {
    const { next } = world.nextKey();
    expect(await world.rotate(next).execute('default', 'compromised')).toMatchObject({ endorsed: false });
    const again = newAuditKey();
    expect(await world.rotate(again).execute('default', 'lost')).toMatchObject({ from: next.keyId, to: again.keyId, endorsed: false });
    expect((await world.keys.list('default')).map(({ retiredFor }) => retiredFor)).toEqual([null, 'lost', 'compromised']);
  });

  it('signs a checkpoint without waiting for its time, so that a leaked key is not the newest for long', async () => {
    const { both, next } = world.nextKey();
    await world.sign(both).executeIfDue('default');
    await world.rotate(both).execute('default', 'compromised');
    await world.act();
    expect(await world.sign(both).executeIfDue('default')).toMatchObject({ keyId: next.keyId });
    expect(await world.sign(both).executeIfDue('default')).toBeNull();
  });
});

describe('a rotation is refused, and nothing changes', () => {
  it.each<[string, () => ReturnType<AuditWorld['nextKey']>['both'], RegExp]>([
    ['without a new key', () => world.key, /There is no new audit key.*after a comma/],
    ['as planned without the former key', () => newAuditKey(), /is not in SLIPWAY_AUDIT_KEY, so it cannot vouch/],
  ])('%s', async (_what, held, message) => {
    await expect(world.rotate(held()).execute('default', 'rotated')).rejects.toMatchObject({
      code: 'INVALID_STATE',
      message: expect.stringMatching(message),
    });
    expect(await fact()).toBe(world.key.keyId);
    expect(await world.keys.list('default')).toHaveLength(1);
  });

  it('back to a key that was retired', async () => {
    const { both } = world.nextKey();
    await world.rotate(both).execute('default', 'rotated');
    await expect(world.rotate(both).execute('default', 'rotated')).rejects.toThrow(/A key that was retired never signs again/);
    await expect(world.database.pool.query(`UPDATE audit_key SET retired_at = NULL, retired_for = NULL`)).rejects.toThrow(/is refused/);
    await expect(world.database.pool.query(`DELETE FROM audit_key`)).rejects.toThrow(/is refused/);
  });
});

describe('a process that lacks the key that signs', () => {
  it('signs nothing, says so, and exports all the same', async () => {
    const { both, next } = world.nextKey();
    await world.sign(both).execute('default');
    await world.rotate(both).execute('default', 'rotated');
    await world.act('c');
    await expect(world.sign().execute('default')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(next.keyId),
    });
    expect(await world.export()).toContain('"end"');
    expect((await checkpoints()).map(({ key_id }) => key_id)).toEqual([world.key.keyId]);
  });
});

describe('processes at once', () => {
  it('of two rotations one is done', async () => {
    const rivals = [world.nextKey(), world.nextKey()];
    const done = await Promise.allSettled(rivals.map(({ both }) => world.rotate(both).execute('default', 'rotated')));
    expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await world.keys.list('default')).filter(({ retiredAt }) => retiredAt === null)).toHaveLength(1);
  });

  it('two that go on sealing and signing leave no checkpoint of the former key at the handover or behind it', async () => {
    const { both, next } = world.nextKey();
    let over = false;
    const replica = async (): Promise<void> => {
      while (!over) {
        await world.act('x');
        await world.sign(both).execute('default');
      }
    };
    const replicas = [replica(), replica()];
    await expect.poll(async () => (await checkpoints()).length).toBeGreaterThan(3);
    await world.rotate(both).execute('default', 'rotated');
    const before = (await checkpoints()).length;
    await expect.poll(async () => (await checkpoints()).length).toBeGreaterThan(before + 3);
    over = true;
    await Promise.all(replicas);
    const handover = (await world.chain()).find(({ entry }) => entry['action'] === 'audit.key-rotate')?.position ?? 0;
    // Before it stands in the chain either key may have signed; from there on one.
    const later = (await checkpoints()).filter(({ position }) => position >= handover);
    expect(new Set(later.map(({ key_id }) => key_id))).toEqual(new Set([next.keyId]));
    expect(later.length).toBeGreaterThan(3);
  });
});
