import type { Actor } from '#domain/access/actor';
import { can, readableRegexes } from '#domain/access/authorize';
import { Prisma } from '../generated/client.js';

const ALL = Prisma.sql`true`;
const NONE = Prisma.sql`false`;

/** Which users and groups `t` an actor may know of, and whose mail address: everybody who is signed in knows who there is. */
export function seesPeople(actor: Actor): { readonly people: Prisma.Sql; readonly mail: Prisma.Sql } {
  if (can(actor, 'admin.identities')) return { people: ALL, mail: ALL };
  if (actor.type === 'anonymous') return { people: NONE, mail: NONE };
  return { people: ALL, mail: Prisma.sql`t.id = ${actor.id}` };
}

/** Which service accounts `t` an actor may know of: itself and those that it owns. */
export function seesServiceAccount(actor: Actor): Prisma.Sql {
  return can(actor, 'admin.identities') ? ALL : Prisma.sql`(t.id = ${actor.id} OR t.owner_id = ${actor.id})`;
}

/**
 * The tokens that an actor may know of, to select from: its own and those of its service accounts. As one list of holders, whose tokens are found
 * before they are ordered: a plan that is kept would go through all tokens, newest first, to find the few.
 */
export function tokensSeen(actor: Actor): Prisma.Sql {
  if (can(actor, 'admin.identities')) return Prisma.sql`api_token`;
  return Prisma.sql`(SELECT own.* FROM api_token own WHERE own.holder_id = ANY(${ownAndOwned(actor)}) OFFSET 0)`;
}

/** The ids of an actor and of its service accounts, as an array. */
function ownAndOwned(actor: Actor): Prisma.Sql {
  return Prisma.sql`ARRAY(SELECT ${actor.id}::text UNION ALL SELECT a.id FROM service_account a WHERE a.owner_id = ${actor.id})`;
}

/**
 * The role bindings that an actor may know of, to select from: its own, those of its groups and of its service accounts, and those whose whole
 * pattern lies within what it may grant on. Where these are its own alone, the few are found before they are ordered, as tokens are.
 */
export function bindingsSeen(actor: Actor): Prisma.Sql {
  const models = readableRegexes(actor, 'model', 'role.grant');
  const experiments = readableRegexes(actor, 'experiment', 'role.grant');
  if (models === 'all' || experiments === 'all') return Prisma.sql`role_binding`;
  const few = models.length === 0 && experiments.length === 0 ? Prisma.sql`OFFSET 0` : Prisma.empty;
  // A glob covers another one exactly where its expression matches the other's text: `[^/]*` takes in a star too, and no literal is a star.
  return Prisma.sql`(SELECT t.* FROM role_binding t WHERE t.subject_id = ANY(${ownAndOwned(actor)} || ARRAY(SELECT m.group_id FROM group_member m WHERE m.user_id = ${actor.id}))
    ${models.length === 0 ? Prisma.empty : Prisma.sql`OR (t.pattern LIKE 'model:%' AND substr(t.pattern, 7) ~ ANY(${[...models]}::text[]))`}
    ${experiments.length === 0 ? Prisma.empty : Prisma.sql`OR (t.pattern LIKE 'experiment:%' AND substr(t.pattern, 12) ~ ANY(${[...experiments]}::text[]))`} ${few})`;
}
