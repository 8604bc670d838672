import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandContext } from '#application/shared/command-context';
import { can } from '#domain/access/authorize';
import { IdentityWorld } from '#testing/identity/identity-world';

let world: IdentityWorld;
let admin: CommandContext;
let lead: CommandContext;
let reader: CommandContext;

beforeAll(async () => {
  world = await IdentityWorld.start();
  admin = await world.administrator();
  lead = await world.user(admin, 'lead', 'manager', 'model:fraud-*');
  reader = await world.user(admin, 'reader', 'reader');
});
afterAll(() => world.stop());

const denied = expect.objectContaining({ code: 'PERMISSION_DENIED' });

it('lets a manager grant up to the own role within the own pattern', async () => {
  await world.give(lead, 'user', reader.actor.id, 'production-manager', 'model:fraud-eu*');
  await world.give(lead, 'user', reader.actor.id, 'manager', 'model:fraud-eu');
  const again = await world.as(await world.token(reader));
  expect(can(again.actor, 'model.delete', 'fraud-eu')).toBe(true);
  expect(can(again.actor, 'model.delete', 'fraud-eu2')).toBe(false);
});

it.each([
  ['admin', 'model:fraud-eu'],
  ['reader', '*'],
  ['reader', 'model:*'],
  ['reader', 'model:fraud*'],
  ['reader', 'model:*fraud-*'],
  ['reader', 'model:fraud-*/*'],
  ['reader', 'model:fraud-a/b'],
  ['reader', 'experiment:fraud-1'],
  ['reader', 'model:Fraud-1'],
])('refuses a manager of model:fraud-* the grant of %s on %s', async (role, pattern) => {
  await expect(world.give(lead, 'user', reader.actor.id, role, pattern)).rejects.toEqual(denied);
});

it.each([
  ['owner', 'model:fraud-1', '/role'],
  ['reader', 'fraud-1', '/pattern'],
  ['reader', 'model:', '/pattern'],
  ['reader', 'model:fraud-\u202e1', '/pattern'],
])('points at what is malformed in %s on %s', async (role, pattern, pointer) => {
  await expect(world.give(admin, 'user', reader.actor.id, role, pattern)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    errors: [{ pointer }],
  });
});

it('lets readers grant nothing, and a narrowed token no more than it may itself', async () => {
  await expect(world.give(reader, 'user', reader.actor.id, 'reader', '*')).rejects.toEqual(denied);
  const capped = await world.as(await world.token(admin, { role: 'editor' }));
  await expect(world.give(capped, 'user', reader.actor.id, 'reader', 'model:a')).rejects.toEqual(denied);
  const limited = await world.as(await world.token(admin, { patterns: ['model:a-*'] }));
  await expect(world.give(limited, 'user', reader.actor.id, 'admin', '*')).rejects.toEqual(denied);
  await expect(world.give(limited, 'user', reader.actor.id, 'reader', 'model:b')).rejects.toEqual(denied);
});

it('refuses unknown subjects and repeats', async () => {
  await expect(world.give(admin, 'group', 'grp_none', 'reader', '*')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await world.give(admin, 'user', reader.actor.id, 'editor', 'model:twice');
  await expect(world.give(admin, 'user', reader.actor.id, 'editor', 'model:twice')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
});

it('lets only those revoke who may grant, and hides what lies outside their patterns', async () => {
  const outside = await world.give(admin, 'user', reader.actor.id, 'reader', 'model:credit');
  const above = await world.give(admin, 'user', admin.actor.id, 'admin', 'model:fraud-1');
  const within = await world.give(admin, 'user', reader.actor.id, 'reader', 'model:fraud-2');
  await expect(world.revokeRole.execute(lead, { bindingId: outside })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(world.revokeRole.execute(lead, { bindingId: above })).rejects.toEqual(denied);
  await expect(world.revokeRole.execute(reader, { bindingId: within })).rejects.toEqual(denied);
  await world.revokeRole.execute(lead, { bindingId: within });
  await expect(world.revokeRole.execute(lead, { bindingId: within })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const actions = await world.database.client.auditEntry.findMany({ where: { objectId: within }, orderBy: { ordinal: 'asc' } });
  expect(actions.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['role.grant', admin.actor.id],
    ['role.revoke', lead.actor.id],
  ]);
});

it('shows managers the bindings within their patterns and everybody the own ones', async () => {
  const patterns = async (by: CommandContext) => {
    const page = await world.views.listRoleBindings('default', by.actor, { limit: 100 });
    return new Set(page.items.map((item) => item.pattern));
  };
  const seenByLead = await patterns(lead);
  expect(seenByLead).toContain('model:fraud-eu*');
  expect([...seenByLead].every((pattern) => pattern.startsWith('model:fraud-'))).toBe(true);
  const own = await world.views.listRoleBindings('default', reader.actor, { limit: 100 });
  expect(new Set(own.items.map((item) => item.subject.id))).toEqual(new Set([reader.actor.id]));
  expect(await patterns(admin)).toContain('*');
});
