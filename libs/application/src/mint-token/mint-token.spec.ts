import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandContext } from '#application/shared/command-context';
import { can } from '#domain/access/authorize';
import { IdentityWorld } from '#testing/identity/identity-world';

let world: IdentityWorld;
let admin: CommandContext;
let lead: CommandContext;

beforeAll(async () => {
  world = await IdentityWorld.start();
  admin = await world.administrator();
  lead = await world.user(admin, 'lead', 'manager', 'model:fraud-*');
});
afterAll(() => world.stop());

const denied = expect.objectContaining({ code: 'PERMISSION_DENIED' });
const missing = expect.objectContaining({ code: 'NOT_FOUND' });
const inAnHour = () => new Date(Date.now() + 3_600_000);

it('mints a token for oneself that may what its holder may, and stores nothing of its text', async () => {
  const token = await world.token(lead);
  const actor = await world.signIn(token);
  expect(actor).toMatchObject({ type: 'user', name: 'lead', bindings: [{ role: 'manager', pattern: 'model:fraud-*' }] });
  const secret = token.slice('slp_12345678_'.length);
  const [found] = await world.database.client.$queryRaw<{ n: number }[]>`
    SELECT (SELECT count(*) FROM api_token t WHERE t::text LIKE ${`%${secret}%`})::int
      + (SELECT count(*) FROM audit_entry a WHERE a::text LIKE ${`%${secret}%`})::int AS n`;
  expect(found?.n).toBe(0);
});

it('narrows a token by role and pattern', async () => {
  const actor = (await world.as(await world.token(lead, { role: 'editor', patterns: ['model:fraud-eu*'] }))).actor;
  expect(can(actor, 'version.write', 'fraud-eu1')).toBe(true);
  expect(can(actor, 'model.delete', 'fraud-eu1')).toBe(false);
  expect(can(actor, 'model.read', 'fraud-us')).toBe(false);
});

it('does not let a narrowed token escape through a token that it mints', async () => {
  const narrowed = await world.as(await world.token(lead, { role: 'reader', patterns: ['model:fraud-eu*'] }));
  const child = (await world.as(await world.token(narrowed))).actor;
  expect(can(child, 'model.read', 'fraud-eu1')).toBe(true);
  expect(can(child, 'model.read', 'fraud-us')).toBe(false);
  expect(can(child, 'version.write', 'fraud-eu1')).toBe(false);
  await expect(world.token(narrowed, { role: 'editor' })).rejects.toEqual(denied);
  await expect(world.token(narrowed, { patterns: ['model:fraud-eu1', 'model:*'] })).rejects.toEqual(denied);
  await expect(world.token(narrowed, { patterns: ['*'] })).rejects.toEqual(denied);
  const grandchild = (await world.as(await world.token(narrowed, { patterns: ['model:fraud-eu1'] }))).actor;
  expect(can(grandchild, 'model.read', 'fraud-eu2')).toBe(false);
});

it('does not let a token outlive the one that mints it', async () => {
  const end = inAnHour();
  const { id } = await world.mint.execute(lead, { name: 'short', credentialExpiresAt: end });
  expect(await world.views.findToken('default', lead.actor, id)).toMatchObject({ expiresAt: end });
  const later = new Date(end.getTime() + 1);
  await expect(world.token(lead, { credentialExpiresAt: end, expiresAt: later })).rejects.toEqual(denied);
  await expect(world.token(lead, { expiresAt: new Date(0) })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('lets nobody but an administrator mint for another user', async () => {
  const other = await world.user(admin, 'other', 'reader');
  await expect(world.token(other, { holder: { type: 'user', id: lead.actor.id } })).rejects.toEqual(denied);
  const narrowedAdmin = await world.as(await world.token(admin, { role: 'manager' }));
  await expect(world.token(narrowedAdmin, { holder: { type: 'user', id: lead.actor.id } })).rejects.toEqual(denied);
  expect(await world.signIn(await world.token(admin, { holder: { type: 'user', id: other.actor.id } }))).toMatchObject({ name: 'other' });
});

it('lets the owner mint for a service account, as far as the own rights go, and nobody else know of it', async () => {
  const id = await world.account(lead, 'deployer');
  const holder = { type: 'service_account', id } as const;
  await world.give(lead, 'service_account', id, 'editor', 'model:fraud-*');
  expect(await world.signIn(await world.token(lead, { holder }))).toMatchObject({ type: 'service_account', ownerUserId: lead.actor.id });
  const stranger = await world.user(admin, 'stranger', 'manager', 'model:*');
  await expect(world.token(stranger, { holder })).rejects.toEqual(missing);

  await world.give(admin, 'service_account', id, 'manager', '*');
  await expect(world.token(lead, { holder })).rejects.toEqual(denied);
  await expect(world.token(lead, { holder, patterns: ['model:*'] })).rejects.toEqual(denied);
  const within = await world.as(await world.token(lead, { holder, patterns: ['model:fraud-eu'] }));
  expect(can(within.actor, 'model.delete', 'fraud-eu')).toBe(true);
  expect(can(within.actor, 'model.read', 'other')).toBe(false);
});

it('does not let a narrowed token widen itself by way of an own service account', async () => {
  const id = await world.account(lead, 'wider');
  await world.give(lead, 'service_account', id, 'manager', 'model:fraud-*');
  const narrowed = await world.as(await world.token(lead, { role: 'reader' }));
  const child = (await world.as(await world.token(narrowed, { holder: { type: 'service_account', id } }))).actor;
  expect(can(child, 'model.read', 'fraud-1')).toBe(true);
  expect(can(child, 'version.write', 'fraud-1')).toBe(false);
});

it('lets neither anonymous nor CI identities mint for themselves', async () => {
  const anonymous = {
    ...lead,
    actor: { type: 'anonymous', id: 'anonymous', name: 'anonymous', bindings: [{ role: 'admin', pattern: '*' }] },
  } as const;
  await expect(world.token(anonymous)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  const ci = { ...lead, actor: { ...lead.actor, type: 'ci', ownerUserId: lead.actor.id, bindings: [] } } as const;
  await expect(world.token(ci, { holder: { type: 'user', id: lead.actor.id } })).rejects.toEqual(denied);
});

it('renders a repeat under the same key without the secret', async () => {
  const key = { route: 'POST /tokens', key: 'k1', bodyHash: 'h' };
  const command = { name: 'once', credentialExpiresAt: null };
  const first = await world.mint.execute({ ...lead, idempotency: key }, command);
  const repeat = await world.mint.execute({ ...lead, idempotency: key }, command);
  expect(repeat).toEqual({ id: first.id, replayed: true, token: null });
  await expect(world.mint.execute({ ...lead, idempotency: { ...key, bodyHash: 'x' } }, command)).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

it('ends a token at once when it is revoked, and lets only holder, owner and administrators do it', async () => {
  const { id, token } = await world.mint.execute(lead, { name: 'gone', credentialExpiresAt: null });
  const stranger = await world.user(admin, 'stranger2', 'manager', 'model:*');
  await expect(world.revokeToken.execute(stranger, { tokenId: id })).rejects.toEqual(missing);
  await world.revokeToken.execute(lead, { tokenId: id });
  await world.revokeToken.execute(lead, { tokenId: id });
  expect(await world.signIn(token ?? '')).toBeNull();
  const actions = await world.database.client.auditEntry.findMany({
    where: { objectId: id },
    select: { action: true },
    orderBy: { ordinal: 'asc' },
  });
  expect(actions.map((entry) => entry.action)).toEqual(['token.mint', 'token.revoke']);
});

it('does not take a token whose time is over', async () => {
  const { id, token } = await world.mint.execute(lead, { name: 'over', expiresAt: inAnHour(), credentialExpiresAt: null });
  await world.database.client.apiToken.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
  expect(await world.signIn(token ?? '')).toBeNull();
});

it('notes the last use, never an earlier one', async () => {
  const { id } = await world.mint.execute(lead, { name: 'used', credentialExpiresAt: null });
  const at = new Date('2026-11-20T10:00:00Z');
  await world.credentials.touchLastUsed([id], at);
  await world.credentials.touchLastUsed([id], new Date('2026-11-19T10:00:00Z'));
  expect((await world.views.findToken('default', lead.actor, id))?.lastUsedAt).toEqual(at);
});

it('mints nothing with a token that was revoked or expired after it had let the request in', async () => {
  const used = await world.mint.execute(lead, { name: 'used', credentialExpiresAt: null });
  await world.revokeToken.execute(lead, { tokenId: used.id });
  await expect(world.token(lead, { credentialTokenId: used.id })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
