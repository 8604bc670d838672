import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyCheckpoint } from '#domain/audit/checkpoint';
import { verifySignature } from '#platform/crypto/signing';
import { AuditWorld, newAuditKey } from '#testing/audit/audit-world';

let world: AuditWorld;
let now: Date;
beforeEach(async () => {
  now = new Date('2026-11-21T10:00:00Z');
  world = await AuditWorld.start({ now: () => now });
});
afterEach(() => world.stop());

it('vouches for the head, again only when it has moved', async () => {
  expect(await world.sign().execute('default')).toBeNull();
  await world.act('a', 'b');
  const first = await world.sign().execute('default');
  expect(first).toMatchObject({ position: 2, keyId: world.key.keyId });
  const verdict = verifyCheckpoint(first?.payload ?? '', first?.signature ?? '', (text, by) =>
    verifySignature(world.key.publicKeyPem, text, by),
  );
  expect(verdict).toEqual({
    ok: true,
    checkpoint: { workspace: 'default', position: 2, hash: (await world.chain())[1]?.hash, time: '2026-11-21T10:00:00.000Z' },
  });
  now = new Date('2026-11-21T11:00:00Z');
  expect(await world.sign().execute('default')).toEqual(first);
  await world.act('c');
  expect(await world.sign().execute('default')).toMatchObject({ position: 3 });
});

it('is due at once for the first entry, after a minute for a few more and sooner for a thousand', async () => {
  expect(await world.sign().executeIfDue('default')).toBeNull();
  await world.act('a');
  expect(await world.sign().executeIfDue('default')).toMatchObject({ position: 1 });
  await world.act('b');
  now = new Date('2026-11-21T10:00:59.999Z');
  expect(await world.sign().executeIfDue('default')).toBeNull();
  now = new Date('2026-11-21T10:01:00Z');
  expect(await world.sign().executeIfDue('default')).toMatchObject({ position: 2 });
  now = new Date('2026-11-21T11:00:00Z');
  expect(await world.sign().executeIfDue('default')).toBeNull();
  await world.sign().execute('default');
  await world.write(...Array.from({ length: 1_000 }, () => 'many'));
  await world.seal.execute('default');
  expect(await world.sign().executeIfDue('default')).toMatchObject({ position: 1_002 });
});

it('hands out a checkpoint of each head, and keeps one a minute of them; one that was not kept verifies like the others', async () => {
  await world.act('a');
  const kept = async (): Promise<number> => world.database.client.auditCheckpoint.count();
  expect(await world.sign().handOut('default')).toMatchObject({ position: 1 });
  expect(await kept()).toBe(1);
  for (let n = 2; n <= 6; n += 1) {
    await world.act('b');
    expect(await world.sign().handOut('default')).toMatchObject({ position: n });
  }
  expect(await kept()).toBe(1);
  const handed = await world.sign().handOut('default');
  const verifies = (text: string, by: string): boolean => verifySignature(world.key.publicKeyPem, text, by);
  expect(verifyCheckpoint(handed?.payload ?? '', handed?.signature ?? '', verifies)).toMatchObject({
    ok: true,
    checkpoint: { position: 6, hash: (await world.chain())[5]?.hash },
  });
  now = new Date('2026-11-21T10:01:00Z');
  expect(await world.sign().handOut('default')).toMatchObject({ position: 6 });
  expect(await kept()).toBe(2);
});

it('signs with a new key what the old one signed', async () => {
  await world.act('a');
  const old = await world.sign().execute('default');
  const key = newAuditKey();
  expect(await world.sign(key).execute('default')).toMatchObject({ position: 1, hash: old?.hash, keyId: key.keyId });
});

it.each([
  ['lost its newest entries', `DELETE FROM audit_seal WHERE position > 1; DELETE FROM audit_entry WHERE action <> 'a'`],
  ['was written anew', `UPDATE audit_seal SET hash = repeat('f', 64) WHERE position = 3`],
])('does not vouch for a chain that %s', async (_how, statement) => {
  await world.act('a', 'b', 'c');
  await world.sign().execute('default');
  await world.asOwner(statement);
  await expect(world.sign().execute('default')).rejects.toThrow(/entry 3 is missing or is not the one/);
  await world.act('d', 'e', 'f');
  await expect(world.sign().execute('default')).rejects.toThrow(/entry 3 is missing or is not the one/);
  // The log can be exported all the same.
  expect(await world.export()).toContain('"end"');
});
