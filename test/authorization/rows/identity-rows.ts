import type { AuthorizationWorld } from '#testing/api/authorization-world';
import { API, ANY_REVISION, hiding, type Call, type Caller, type RouteRow } from '../route-row.js';

const identities = { least: 'admin', right: 'admin.identities' } as const;
/** Who may not see a token, a service account or a role does not know of it. */
const unseen = { below: 404 } as const;
const open = 'everybody who is signed in knows who there is';

/** Users, groups, service accounts, tokens and roles. */
export const IDENTITY_ROWS: readonly RouteRow[] = [
  { route: `GET ${API}/me`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/me` }) },

  made('users', identities),
  { route: `GET ${API}/users`, least: 'signed-in', ok: 200, open, call: () => ({ path: `${API}/users` }) },
  at('GET', 'users/:id', { least: 'signed-in', ok: 200, open }, (world) => world.user()),
  at('PATCH', 'users/:id', { ...identities, ok: 200, open }, (world) => world.user(), { body: { displayName: 'd' }, ...ANY_REVISION }),

  made('groups', identities),
  { route: `GET ${API}/groups`, least: 'signed-in', ok: 200, open, call: () => ({ path: `${API}/groups` }) },
  at('GET', 'groups/:id', { least: 'signed-in', ok: 200, open }, (world) => world.group()),
  at('PATCH', 'groups/:id', { ...identities, ok: 200, open }, (world) => world.group(), { body: { description: 'd' }, ...ANY_REVISION }),
  at('DELETE', 'groups/:id', { ...identities, ok: 204, open }, (world) => world.group()),
  {
    route: `GET ${API}/groups/:id/members`,
    least: 'signed-in',
    ok: 200,
    open,
    call: async (world) => ({ path: `${API}/groups/${(await world.group()).id}/members` }),
  },
  ...(['PUT', 'DELETE'] as const).map((method): RouteRow => ({
    route: `${method} ${API}/groups/:id/members/:userId`,
    ...identities,
    ok: 204,
    open,
    call: async (world) => {
      const user = await world.user();
      const group = await world.group(method === 'DELETE' ? user.id : undefined);
      return { path: `${API}/groups/${group.id}/members/${user.id}` };
    },
  })),

  made('service-accounts', { variant: 'of the own', least: 'manager', right: 'role.grant', stranger: 403 }),
  {
    route: `POST ${API}/service-accounts`,
    variant: 'of another user',
    least: 'admin',
    // Below a manager the first missing right is that of having accounts at all.
    stranger: 403,
    ok: 201,
    call: async (world) => ({ path: `${API}/service-accounts`, body: { name: fresh(world), ownerId: (await world.user()).id } }),
  },
  { route: `GET ${API}/service-accounts`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/service-accounts` }) },
  ...[
    { method: 'GET', ok: 200, more: {} },
    { method: 'PATCH', ok: 200, more: { body: { description: 'd' }, ...ANY_REVISION } },
    { method: 'DELETE', ok: 204, more: {} },
  ].flatMap(({ method, ok, more }) => {
    const route = 'service-accounts/:id';
    return [
      at(method, route, { variant: "another's", least: 'admin', ...unseen, ok }, (world) => world.serviceAccount(), more),
      at(method, route, { variant: 'own', least: 'signed-in', ok, automation: 404, own: true }, ownAccount, more),
    ];
  }),

  {
    route: `POST ${API}/tokens`,
    variant: 'own',
    least: 'signed-in',
    ok: 201,
    call: () => ({ path: `${API}/tokens`, body: { name: 't' } }),
  },
  {
    route: `POST ${API}/tokens`,
    variant: "another user's",
    ...identities,
    ok: 201,
    call: async (world) => tokenFor('user', (await world.user()).id),
  },
  {
    route: `POST ${API}/tokens`,
    variant: "another's service account's",
    least: 'admin',
    ...unseen,
    ok: 201,
    call: async (world) => {
      const { id } = await world.serviceAccount();
      return { ...tokenFor('service_account', id), hidden: [id] };
    },
  },
  { route: `GET ${API}/tokens`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/tokens` }) },
  ...[
    { method: 'GET', ok: 200 },
    { method: 'DELETE', ok: 204 },
  ].flatMap(({ method, ok }) => [
    at(method, 'tokens/:id', { variant: "another's", least: 'admin', ...unseen, ok }, async (world) =>
      tokenOf(world, (await world.user()).id),
    ),
    at(method, 'tokens/:id', { variant: 'own', least: 'signed-in', ok, own: true }, (world, { type, id }) => tokenOf(world, id, type)),
  ]),

  {
    route: `POST ${API}/role-bindings`,
    variant: 'reader on a model',
    least: 'manager',
    right: 'role.grant',
    stranger: 403,
    ok: 201,
    call: async (world) => grant(world, 'reader'),
  },
  {
    route: `POST ${API}/role-bindings`,
    variant: 'admin on a model',
    least: 'admin',
    right: 'role.grant',
    stranger: 403,
    ok: 201,
    call: async (world) => grant(world, 'admin'),
  },
  { route: `GET ${API}/role-bindings`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/role-bindings` }) },
  at('GET', 'role-bindings/:id', { variant: "another's", least: 'manager', ...unseen, ok: 200 }, (world) => world.binding()),
  at('DELETE', 'role-bindings/:id', { variant: "another's", least: 'manager', ...unseen, ok: 204 }, (world) => world.binding()),
];

type Rule = Omit<RouteRow, 'route' | 'call'>;
type Thing = (world: AuthorizationWorld, caller: Caller) => Promise<{ readonly id: string }>;

function fresh(world: AuthorizationWorld): string {
  return world.nextName('-made');
}

function made(what: string, rule: Omit<Rule, 'ok'>): RouteRow {
  return { route: `POST ${API}/${what}`, ...rule, ok: 201, call: (world) => ({ path: `${API}/${what}`, body: { name: fresh(world) } }) };
}

function at(method: string, route: string, rule: Rule, make: Thing, more?: Omit<Call, 'path' | 'hidden'>): RouteRow {
  const call: RouteRow['call'] = async (world, caller) => {
    const { id } = await make(world, caller);
    return hiding(`/${route.replace(':id', id)}`, id, more);
  };
  return { route: `${method} ${API}/${route}`, ...rule, call };
}

/** The caller's; whoever is no user cannot own one. */
function ownAccount(world: AuthorizationWorld, { type, id }: Caller): Promise<{ readonly id: string }> {
  return world.serviceAccount(type === 'user' ? id : undefined);
}

async function tokenOf(world: AuthorizationWorld, holder: string, type: Caller['type'] = 'user'): Promise<{ readonly id: string }> {
  return { id: (await world.token(type, holder)).tokenId };
}

function tokenFor(type: string, id: string): Call {
  return { path: `${API}/tokens`, body: { name: 't', holder: { type, id } } };
}

async function grant(world: AuthorizationWorld, role: string): Promise<Call> {
  const name = world.nextName();
  const subject = { type: 'user', id: (await world.user()).id };
  return { path: `${API}/role-bindings`, body: { subject, role, pattern: `model:${name}` }, hidden: [name] };
}
