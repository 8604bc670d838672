import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityWorld } from '#testing/identity/identity-world';

let world: IdentityWorld;
let lead: CommandContext;
beforeAll(async () => {
  world = await IdentityWorld.start();
  lead = await world.user(await world.administrator(), 'lead', 'manager', 'model:fraud-*');
});
afterAll(() => world.stop());

const denied = { code: 'PERMISSION_DENIED' };
const mint = async (more: object = {}) => {
  const { id, token } = await world.mint.execute(lead, { name: 't', credentialExpiresAt: null, ...more });
  return { id, token: token ?? '' };
};

it('lets a narrowed token end no token of its user or of its accounts, but itself', async () => {
  const accountId = await world.account(lead, 'bot');
  const whole = await mint();
  const ofAccount = await mint({ holder: { type: 'service_account', id: accountId } });
  for (const narrowing of [{ role: 'reader' }, { patterns: ['model:fraud-eu'] }]) {
    const used = await mint(narrowing);
    const narrowed = await world.as(used.token);
    for (const { id, token } of [whole, ofAccount]) {
      await expect(world.revokeToken.execute(narrowed, { tokenId: id, usedTokenId: used.id })).rejects.toMatchObject(denied);
      expect(await world.signIn(token)).not.toBeNull();
    }
    await expect(world.revokeToken.execute(narrowed, { tokenId: used.id })).rejects.toMatchObject(denied);
    await world.revokeToken.execute(narrowed, { tokenId: used.id, usedTokenId: used.id });
    expect(await world.signIn(used.token)).toBeNull();
  }
});

it('lets no narrowed token of a service account end its others', async () => {
  const accountId = await world.account(lead, 'bot2');
  const holder = { type: 'service_account', id: accountId };
  const whole = await mint({ holder });
  const narrowed = await world.as((await mint({ holder, role: 'reader' })).token);
  await expect(world.revokeToken.execute(narrowed, { tokenId: whole.id })).rejects.toMatchObject(denied);
  await world.revokeToken.execute(await world.as(whole.token), { tokenId: whole.id });
  expect(await world.signIn(whole.token)).toBeNull();
});

it('ends with a stolen token what was minted with it, through tokens that were revoked before too, and nothing else', async () => {
  const stolen = await mint();
  const child = await mint({ credentialTokenId: stolen.id });
  const grandchild = await mint({ credentialTokenId: child.id });
  const other = await mint();
  await world.revokeToken.execute(lead, { tokenId: child.id });
  expect(await world.signIn(grandchild.token)).not.toBeNull();
  await world.revokeToken.execute(lead, { tokenId: stolen.id, withMinted: true });
  for (const { token } of [stolen, child, grandchild]) expect(await world.signIn(token)).toBeNull();
  expect(await world.signIn(other.token)).not.toBeNull();
  const entry = await world.database.client.auditEntry.findFirst({ where: { objectId: stolen.id, action: 'token.revoke' } });
  expect(entry?.data).toMatchObject({ alsoRevoked: [grandchild.id] });
});

it('leaves by itself what was minted with it, and ends that later where the token is revoked already', async () => {
  const old = await mint();
  const next = await mint({ credentialTokenId: old.id });
  await world.revokeToken.execute(lead, { tokenId: old.id });
  expect(await world.signIn(next.token)).not.toBeNull();
  await world.revokeToken.execute(lead, { tokenId: old.id, withMinted: true });
  expect(await world.signIn(next.token)).toBeNull();
});

it('catches also what is minted while it is going on', async () => {
  const stolen = await mint();
  const child = await mint({ credentialTokenId: stolen.id });
  // A thief who mints as fast as they can, with the last token that they have, until one is refused.
  let last = child;
  const minting = (async () => {
    for (;;) last = await mint({ credentialTokenId: last.id });
  })().catch(() => undefined);
  await vi.waitFor(() => expect(last).not.toBe(child));
  await world.revokeToken.execute(lead, { tokenId: stolen.id, withMinted: true });
  await minting;
  const left = await world.database.client.$queryRaw<{ n: number }[]>`
    WITH RECURSIVE minted AS (SELECT id, revoked_at FROM api_token WHERE minted_with = ${stolen.id}
      UNION SELECT t.id, t.revoked_at FROM api_token t JOIN minted m ON t.minted_with = m.id)
    SELECT count(*)::int AS n FROM minted WHERE revoked_at IS NULL`;
  expect(left).toEqual([{ n: 0 }]);
});
