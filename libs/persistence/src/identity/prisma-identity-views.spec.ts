import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from '#application/shared/page';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityWorld } from '#testing/identity/identity-world';

let world: IdentityWorld;
let admin: CommandContext;
let reader: CommandContext;

beforeAll(async () => {
  world = await IdentityWorld.start();
  admin = await world.administrator();
  reader = await world.user(admin, 'reader', 'reader');
  for (const name of ['ada', 'bob', 'cy', 'dan']) await world.createUser.execute(admin, { name, email: `${name}@example.org` });
});
afterAll(() => world.stop());

async function all<T>(list: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await list(cursor);
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

const paged = (cursor: string | undefined) => ({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });

it('pages through users by name, each once', async () => {
  const users = await all((cursor) => world.views.listUsers('default', reader.actor, paged(cursor)));
  expect(users.map((user) => user.name)).toEqual(['ada', 'admin', 'bob', 'cy', 'dan', 'reader']);
});

it('shows mail addresses to administrators and the user alone', async () => {
  const mails = async (by: CommandContext) =>
    (await world.views.listUsers('default', by.actor, { limit: 10 })).items.map((user) => user.email);
  expect((await mails(reader)).filter((mail) => mail !== null)).toEqual([]);
  expect(await mails(admin)).toContain('ada@example.org');
  await world.updateUser.execute(admin, { userId: reader.actor.id, email: 'me@example.org' });
  expect(await world.views.findUser('default', reader.actor, reader.actor.id)).toMatchObject({ email: 'me@example.org' });
});

it('shows nobody to a request without a credential', async () => {
  const anonymous = { type: 'anonymous', id: 'anonymous', name: 'anonymous', bindings: [{ role: 'editor', pattern: '*' }] } as const;
  expect((await world.views.listUsers('default', anonymous, { limit: 10 })).items).toEqual([]);
  expect((await world.views.listGroups('default', anonymous, { limit: 10 })).items).toEqual([]);
  expect((await world.views.listTokens('default', anonymous, { limit: 10 })).items).toEqual([]);
  expect((await world.views.listRoleBindings('default', anonymous, { limit: 10 })).items).toEqual([]);
  expect(await world.views.findUser('default', anonymous, reader.actor.id)).toBeNull();
});

it('pages through the members of a group, and knows no group that is not there', async () => {
  const { id: groupId } = await world.createGroup.execute(admin, { name: 'team' });
  const { items } = await world.views.listUsers('default', admin.actor, { limit: 10 });
  for (const user of items) await world.addMember.execute(admin, { groupId, userId: user.id });
  const members = await all(async (cursor) => {
    const page = await world.views.listMembers('default', reader.actor, groupId, paged(cursor));
    if (page === null) throw new Error('no such group');
    return page;
  });
  expect(members.map((member) => member.id)).toEqual(items.map((user) => user.id));
  expect(await world.views.listMembers('default', reader.actor, 'grp_none', { limit: 2 })).toBeNull();
});

it('pages through own tokens newest first, and takes no cursor of another list', async () => {
  for (let n = 0; n < 4; n += 1) await world.token(reader);
  const tokens = await all((cursor) => world.views.listTokens('default', reader.actor, paged(cursor)));
  expect(tokens.length).toBe(5);
  expect(new Set(tokens.map((token) => token.id)).size).toBe(5);
  expect(tokens.every((token) => token.holder.id === reader.actor.id)).toBe(true);
  const { nextCursor } = await world.views.listTokens('default', reader.actor, { limit: 2 });
  const moved = world.views.listTokens('default', reader.actor, { limit: 2, holderId: 'x', cursor: nextCursor ?? '' });
  await expect(moved).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
});

it('says who one is and what one may after narrowing', async () => {
  const { id, token } = await world.mint.execute(admin, {
    name: 'mine',
    role: 'editor',
    patterns: ['model:a-*'],
    credentialExpiresAt: null,
  });
  const me = await world.describeMe.execute(await world.as(token ?? ''), id);
  expect(me).toMatchObject({
    actor: { type: 'user', name: 'admin' },
    bindings: [{ role: 'editor', patterns: ['model:a-*'] }],
    token: { id, name: 'mine', expiresAt: null },
  });
});
