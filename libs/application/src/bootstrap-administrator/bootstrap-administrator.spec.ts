import { afterEach, beforeEach, expect, it } from 'vitest';
import { can } from '#domain/access/authorize';
import { IdentityWorld } from '#testing/identity/identity-world';

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.start();
});
afterEach(() => world.stop());

it('makes one administrator when several replicas boot at once', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => world.bootstrap.execute('default', { chosenToken: undefined })));
  const [first, ...more] = made.filter((one) => one !== null);
  expect(more).toEqual([]);
  const actor = await world.signIn(first?.token ?? '');
  expect(actor).toMatchObject({ type: 'user', name: 'admin' });
  expect(actor !== null && can(actor, 'admin.identities')).toBe(true);
  expect(await world.database.client.user.count()).toBe(1);
  expect(await world.database.client.apiToken.count()).toBe(1);
});

it('takes the token that the operator chose, on first boot only, and never shows or stores it', async () => {
  const chosenToken = 'correct-horse-battery-staple-0123456789';
  expect(await world.bootstrap.execute('default', { chosenToken })).toMatchObject({ token: null });
  expect(await world.signIn(chosenToken)).toMatchObject({ name: 'admin' });
  expect(await world.bootstrap.execute('default', { chosenToken: 'another-token-of-at-least-32-characters' })).toBeNull();
  expect(await world.signIn('another-token-of-at-least-32-characters')).toBeNull();
  const [found] = await world.database.client.$queryRaw<{ n: number }[]>`
    SELECT (SELECT count(*) FROM api_token t WHERE t::text LIKE '%horse%')::int + (SELECT count(*) FROM audit_entry a WHERE a::text LIKE '%horse%')::int AS n`;
  expect(found?.n).toBe(0);
});

it('leaves no administrator behind whose token could not be kept, and keeps the one that counts', async () => {
  const kept: string[] = [];
  const fail = () => Promise.reject(new Error('disk full'));
  await expect(world.bootstrap.execute('default', { chosenToken: undefined, keep: fail })).rejects.toThrow('disk full');
  expect(await world.database.client.user.count()).toBe(0);
  const keep = (token: string) => void kept.push(token);
  await Promise.all(Array.from({ length: 3 }, () => world.bootstrap.execute('default', { chosenToken: undefined, keep })));
  expect(kept).toHaveLength(1);
  expect(await world.signIn(kept[0] ?? '')).toMatchObject({ name: 'admin' });
});

it('writes what it did into the audit log', async () => {
  await world.administrator();
  const entries = await world.database.client.auditEntry.findMany({ orderBy: { ordinal: 'asc' } });
  expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['user.create', 'system'],
    ['role.grant', 'system'],
    ['token.mint', 'system'],
  ]);
});

it('makes a further token for the first administrator, and none before there is one', async () => {
  await expect(world.mintAdministratorToken.execute('default')).rejects.toMatchObject({ code: 'INVALID_STATE' });
  const admin = await world.administrator();
  await world.user(admin, 'second', 'admin');
  const { token, user } = await world.mintAdministratorToken.execute('default');
  expect(user).toBe('admin');
  expect((await world.signIn(token))?.id).toBe(admin.actor.id);
});
