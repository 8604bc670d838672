import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityWorld } from '#testing/identity/identity-world';

let world: IdentityWorld;
let admin: CommandContext;
let names = 0;

beforeAll(async () => {
  world = await IdentityWorld.start();
  admin = await world.administrator();
});
afterAll(() => world.stop());

const lastOne = expect.objectContaining({ code: 'INVALID_STATE', message: expect.stringContaining('administrator') });
let name = '';
beforeEach(() => {
  names += 1;
  name = `user${names}`;
});

it('keeps users and groups to administrators', async () => {
  const manager = await world.user(admin, name, 'manager');
  const denied = { code: 'PERMISSION_DENIED' };
  await expect(world.createUser.execute(manager, { name: 'x' })).rejects.toMatchObject(denied);
  await expect(world.updateUser.execute(manager, { userId: manager.actor.id, displayName: 'x' })).rejects.toMatchObject(denied);
  await expect(world.createGroup.execute(manager, { name: 'x' })).rejects.toMatchObject(denied);
  const { id: groupId } = await world.createGroup.execute(admin, { name: 'guarded' });
  await expect(world.addMember.execute(manager, { groupId, userId: manager.actor.id })).rejects.toMatchObject(denied);
  await expect(world.deleteGroup.execute(manager, { groupId })).rejects.toMatchObject(denied);
});

it.each(['', 'Admin', 'a b', '-x', 'аdmin', 'x\u202e', 'a'.repeat(255)])('refuses the user name %j', async (bad) => {
  await expect(world.createUser.execute(admin, { name: bad })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    errors: [{ pointer: '/name' }],
  });
});

it('refuses a name that is taken and gives a repeat under one key the same user', async () => {
  const keyed = { ...admin, idempotency: { route: 'POST /users', key: name, bodyHash: 'h' } };
  const first = await world.createUser.execute(keyed, { name });
  expect(await world.createUser.execute(keyed, { name })).toEqual({ id: first.id, replayed: true });
  await expect(world.createUser.execute(admin, { name })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
});

it('changes only on the revision that was read', async () => {
  const { id: userId } = await world.createUser.execute(admin, { name });
  await world.updateUser.execute(admin, { userId, expectedRevision: 1, email: 'a@example.org' });
  await expect(world.updateUser.execute(admin, { userId, expectedRevision: 1, email: null })).rejects.toMatchObject({
    code: 'REVISION_STALE',
    extra: { etag: '"2"' },
  });
  await world.updateUser.execute(admin, { userId, expectedRevision: 2, email: 'a@example.org' });
  expect(await world.views.findUser('default', admin.actor, userId)).toMatchObject({ revision: 2, email: 'a@example.org' });
});

it('stops a disabled user and the service accounts that the user owns, until enabled again', async () => {
  const lead = await world.user(admin, name, 'manager');
  const accountId = await world.account(lead, `${name}-bot`);
  const own = await world.token(lead);
  const bot = await world.token(lead, { holder: { type: 'service_account', id: accountId } });
  await world.updateUser.execute(admin, { userId: lead.actor.id, disabled: true });
  expect([await world.signIn(own), await world.signIn(bot)]).toEqual([null, null]);
  await expect(world.token(admin, { holder: { type: 'user', id: lead.actor.id } })).rejects.toMatchObject({ code: 'INVALID_STATE' });
  await world.updateUser.execute(admin, { userId: lead.actor.id, disabled: false });
  expect(await world.signIn(bot)).toMatchObject({ id: accountId });
});

it('never loses the last administrator: not by disabling, not by revoking the role', async () => {
  await expect(world.updateUser.execute(admin, { userId: admin.actor.id, disabled: true })).rejects.toEqual(lastOne);
  const mine = await world.views.listRoleBindings('default', admin.actor, { limit: 10, subjectId: admin.actor.id });
  const bindingId = mine.items.find((item) => item.pattern === '*')?.id ?? '';
  await expect(world.revokeRole.execute(admin, { bindingId })).rejects.toEqual(lastOne);
  // A service account with the role is no administrator who could sign in and mend things.
  const accountId = await world.account(admin, `${name}-bot`);
  await world.give(admin, 'service_account', accountId, 'admin', '*');
  await expect(world.revokeRole.execute(admin, { bindingId })).rejects.toEqual(lastOne);
  expect(await world.views.findRoleBinding('default', admin.actor, bindingId)).not.toBeNull();
});

it('counts administrators through groups, and only enabled ones', async () => {
  const second = await world.createUser.execute(admin, { name });
  const { id: groupId } = await world.createGroup.execute(admin, { name: `${name}-admins` });
  await world.addMember.execute(admin, { groupId, userId: second.id });
  await world.give(admin, 'group', groupId, 'admin', '*');
  await world.updateUser.execute(admin, { userId: second.id, disabled: true });
  await expect(world.updateUser.execute(admin, { userId: admin.actor.id, disabled: true })).rejects.toEqual(lastOne);
  await world.updateUser.execute(admin, { userId: second.id, disabled: false });
  const secondContext = await world.as(await world.token(admin, { holder: { type: 'user', id: second.id } }));

  await world.updateUser.execute(secondContext, { userId: admin.actor.id, disabled: true });
  await expect(world.removeMember.execute(secondContext, { groupId, userId: second.id })).rejects.toEqual(lastOne);
  await expect(world.deleteGroup.execute(secondContext, { groupId })).rejects.toEqual(lastOne);
  await world.updateUser.execute(secondContext, { userId: admin.actor.id, disabled: false });
  await world.deleteGroup.execute(admin, { groupId });
  expect(await world.database.client.roleBinding.count({ where: { subjectId: groupId } })).toBe(0);
});

it('keeps one of two administrators who disable each other at the same time', async () => {
  const rival = await world.user(admin, name, 'admin');
  const results = await Promise.allSettled([
    world.updateUser.execute(admin, { userId: rival.actor.id, disabled: true }),
    world.updateUser.execute(rival, { userId: admin.actor.id, disabled: true }),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
});
