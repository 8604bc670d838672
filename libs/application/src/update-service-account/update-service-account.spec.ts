import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityWorld } from '#testing/identity/identity-world';

let world: IdentityWorld;
let admin: CommandContext;
let lead: CommandContext;
let editor: CommandContext;

beforeAll(async () => {
  world = await IdentityWorld.start();
  admin = await world.administrator();
  lead = await world.user(admin, 'lead', 'manager', 'model:fraud-*');
  editor = await world.user(admin, 'editor', 'editor');
});
afterAll(() => world.stop());

const denied = { code: 'PERMISSION_DENIED' };
const missing = { code: 'NOT_FOUND' };

it('lets managers have own accounts, but nobody else, and none in the name of another', async () => {
  const id = await world.account(lead, 'own');
  expect(await world.views.findServiceAccount('default', lead.actor, id)).toMatchObject({ owner: { id: lead.actor.id, name: 'lead' } });
  await expect(world.account(editor, 'mine')).rejects.toMatchObject(denied);
  await expect(world.createAccount.execute(lead, { name: 'theirs', ownerId: editor.actor.id })).rejects.toMatchObject(denied);
  const capped = await world.as(await world.token(lead, { role: 'editor' }));
  await expect(world.account(capped, 'capped')).rejects.toMatchObject(denied);
  await expect(world.createAccount.execute(admin, { name: 'orphan', ownerId: 'usr_none' })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});

it('hides accounts, their tokens and their changes from others', async () => {
  const accountId = await world.account(lead, 'hidden');
  const { id: tokenId } = await world.mint.execute(lead, {
    name: 't',
    holder: { type: 'service_account', id: accountId },
    credentialExpiresAt: null,
  });
  for (const command of [
    () => world.updateAccount.execute(editor, { accountId, disabled: true }),
    () => world.deleteAccount.execute(editor, { accountId }),
    () => world.revokeToken.execute(editor, { tokenId }),
  ]) {
    await expect(command()).rejects.toMatchObject(missing);
  }
  expect(await world.views.findServiceAccount('default', editor.actor, accountId)).toBeNull();
  expect(await world.views.findToken('default', editor.actor, tokenId)).toBeNull();
  const seen = async (by: CommandContext) =>
    (await world.views.listTokens('default', by.actor, { limit: 100 })).items.map((item) => item.id);
  expect(await seen(editor)).not.toContain(tokenId);
  expect(await seen(lead)).toContain(tokenId);
  expect(await seen(admin)).toContain(tokenId);
});

it('revokes the tokens of an account that changes hands, which only an administrator decides', async () => {
  const accountId = await world.account(lead, 'handed');
  const token = await world.token(lead, { holder: { type: 'service_account', id: accountId } });
  await expect(world.updateAccount.execute(lead, { accountId, ownerId: editor.actor.id })).rejects.toMatchObject(denied);
  expect(await world.signIn(token)).toMatchObject({ ownerUserId: lead.actor.id });
  await world.updateAccount.execute(admin, { accountId, ownerId: editor.actor.id, expectedRevision: 1 });
  expect(await world.signIn(token)).toBeNull();
  await expect(world.updateAccount.execute(admin, { accountId, ownerId: lead.actor.id, expectedRevision: 1 })).rejects.toMatchObject({
    code: 'REVISION_STALE',
  });
});

it('lets the owner stop an account, and only an administrator start it again', async () => {
  const accountId = await world.account(lead, 'stopped');
  const token = await world.token(lead, { holder: { type: 'service_account', id: accountId } });
  await world.updateAccount.execute(lead, { accountId, disabled: true });
  expect(await world.signIn(token)).toBeNull();
  await expect(world.updateAccount.execute(lead, { accountId, disabled: false })).rejects.toMatchObject(denied);
  await world.updateAccount.execute(admin, { accountId, disabled: false });
  expect(await world.signIn(token)).toMatchObject({ id: accountId });
});

it('lets no narrowed token of the owner change, stop or delete an account', async () => {
  const accountId = await world.account(lead, 'beyond');
  for (const narrowing of [{ role: 'reader' }, { patterns: ['model:fraud-eu'] }]) {
    const narrowed = await world.as(await world.token(lead, narrowing));
    expect(await world.views.findServiceAccount('default', narrowed.actor, accountId)).not.toBeNull();
    await expect(world.updateAccount.execute(narrowed, { accountId, disabled: true })).rejects.toMatchObject(denied);
    await expect(world.updateAccount.execute(narrowed, { accountId, description: 'd' })).rejects.toMatchObject(denied);
    await expect(world.deleteAccount.execute(narrowed, { accountId })).rejects.toMatchObject(denied);
  }
  const strangers = await world.as(await world.token(editor, { role: 'reader' }));
  await expect(world.deleteAccount.execute(strangers, { accountId })).rejects.toMatchObject(missing);
  const cappedAdmin = await world.as(await world.token(admin, { role: 'admin' }));
  await world.deleteAccount.execute(cappedAdmin, { accountId });
});

it('deletes an account with its roles and tokens', async () => {
  const accountId = await world.account(lead, 'deleted');
  await world.give(lead, 'service_account', accountId, 'editor', 'model:fraud-*');
  const token = await world.token(lead, { holder: { type: 'service_account', id: accountId } });
  await world.deleteAccount.execute(lead, { accountId });
  expect(await world.signIn(token)).toBeNull();
  expect(await world.database.client.roleBinding.count({ where: { subjectId: accountId } })).toBe(0);
  const [entry] = await world.database.client.auditEntry.findMany({ where: { objectId: accountId, action: 'service-account.delete' } });
  expect(entry?.data).toEqual({ name: 'deleted', bindings: [{ role: 'editor', pattern: 'model:fraud-*' }], tokensRevoked: 1 });
});
