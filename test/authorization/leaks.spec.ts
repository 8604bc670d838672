import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#domain/access/role';
import { AuthorizationWorld } from '#testing/api/authorization-world';
import { startTestApi, type TestAnswer, type TestApi } from '#testing/api/test-api';
import { contentsOf } from '#testing/api/database-contents';
import { crossingCalls } from './crossing-calls.js';
import { API, type Call, type Caller, type RouteRow } from './route-row.js';
import { ROUTE_ROWS } from './route-rows.js';

/** Stands in every text of the models that nobody here may read. */
const MARK = 'zq7canary';
/** What nobody has: names and ids of the same form. */
const NOWHERE = 'a-nowhere';
/** May differ from one answer to the next. */
const VARYING = new Set(['x-request-id', 'date', 'content-length']);

interface Question {
  readonly title: string;
  readonly method: string;
  readonly call: Call;
}

let api: TestApi;
let readers: readonly (readonly [string, string])[];
const questions: Question[] = [];

beforeAll(async () => {
  api = await startTestApi();
  const hidden = new AuthorizationWorld(api, 'a', MARK, await api.tokenFor('reader', 'model:a-*'));
  const visible = new AuthorizationWorld(api, 'b', '', await api.tokenFor('reader', 'model:b-*'));
  const roles: readonly Role[] = ['reader', 'manager', 'admin'];
  const limited = await Promise.all(roles.map(async (role) => [`${role} on b-*`, await api.tokenFor(role, 'model:b-*')] as const));
  readers = [...limited, ['administrator with a token for b-*', await narrowed(hidden)]];
  const caller: Caller = { column: 'manager', type: 'user', ...(await visible.user()) };
  for (const row of ROUTE_ROWS.filter(hides)) {
    const call = await row.call(hidden, caller);
    if (call.hidden !== undefined) questions.push({ title: titleOf(row), method: methodOf(row.route), call });
  }
  questions.push(...(await crossingCalls(hidden, visible)));
  // Asked for by id too, which is accepted wherever a name is.
  for (const { title, method, call } of [...questions]) {
    if (call.model !== undefined) questions.push({ title: `${title}, by id`, method, call: byId(call, call.model) });
  }
});
afterAll(() => api.close());

/** Rows whose request can name a thing of a model, or whose address does. */
function hides({ route, own, open, least }: RouteRow): boolean {
  return own !== true && open === undefined && least !== 'public' && least !== 'signed-in' && !/^GET [^:*]*$/.test(route);
}

async function narrowed(world: AuthorizationWorld): Promise<string> {
  const { id } = await api.signUp('admin');
  const body = { name: 'narrow', holder: { type: 'user', id }, patterns: ['model:b-*'] };
  return (await world.admin<{ readonly token: string }>('POST', '/tokens', { body })).token;
}

it('asks about every route with a name or an id in it', () => {
  const silent = ROUTE_ROWS.filter(
    ({ route, own, open, least }) => /[:*]/.test(route) && own !== true && open === undefined && least !== 'public',
  );
  const asked = new Set(questions.flatMap(({ title, call }) => (call.hidden === undefined ? [] : [title])));
  expect(silent.map(titleOf).filter((title) => !asked.has(title))).toEqual([]);
  expect(questions.length).toBeGreaterThan(100);
});

it('would notice: whoever may read them is answered otherwise', async () => {
  const reads = questions.filter(({ title }) => title.startsWith(`GET ${API}`));
  expect(reads.length).toBeGreaterThan(20);
  for (const { title, method, call } of reads) {
    const [there, nowhere] = [await ask(method, call, api.adminToken), await ask(method, elsewhere(call), api.adminToken)];
    expect(there === nowhere ? title : '').toBe('');
  }
});

describe.each(['living', 'deleted'])('what is %s', (state) => {
  beforeAll(async () => {
    if (state === 'deleted') await deleteAll();
  });

  it('is for those who may not read it as if it were not there, letter for letter, and stays as it is', async () => {
    const before = await contentsOf(api.database);
    const differing: unknown[] = [];
    for (const { title, method, call } of questions) {
      await Promise.all(
        readers.map(async ([who, token]) => {
          const [there, nowhere] = [await ask(method, call, token), await ask(method, elsewhere(call), token)];
          if (there !== nowhere || there.includes(MARK)) differing.push({ title, who, there, nowhere });
        }),
      );
    }
    expect(differing).toEqual([]);
    expect(await contentsOf(api.database)).toEqual(before);
  });
});

async function deleteAll(): Promise<void> {
  const models = await api.database.client.registeredModel.findMany({ where: { name: { startsWith: 'a-' }, deletedAt: null } });
  for (const { id } of models) {
    const answer = await api.request('DELETE', `/api/v1/models/${id}?force=true&allowEmpty=true&reason=gone`);
    expect([answer.status, answer.text]).toEqual([204, '']);
  }
}

function titleOf({ route, variant }: RouteRow): string {
  return variant === undefined ? route : `${route} (${variant})`;
}

function methodOf(route: string): string {
  return route.split(' ', 1)[0] ?? '';
}

function byId(call: Call, { name, id }: { readonly name: string; readonly id: string }): Call {
  return { ...replaced(call, name, id), hidden: [id] };
}

/** The same request about something that is nowhere. */
function elsewhere(call: Call): Call {
  const hidden = call.hidden ?? [];
  const moved = hidden.reduce<Call>((one, text) => replaced(one, text, nowhereLike(text)), call);
  return { ...moved, hidden: hidden.map(nowhereLike) };
}

function nowhereLike(text: string): string {
  if (text === MARK) return 'zq7nowhere';
  return /^[a-z]{3}_/.test(text) ? `${text.slice(0, 4)}${'0'.repeat(text.length - 4)}` : NOWHERE;
}

function replaced(call: Call, text: string, by: string): Call {
  const body: unknown = call.body === undefined ? undefined : JSON.parse(JSON.stringify(call.body).replaceAll(text, by));
  return { ...call, path: call.path.replaceAll(encodeURIComponent(text), encodeURIComponent(by)), ...(body === undefined ? {} : { body }) };
}

/** The answer as one text, in which what was asked for has no name. */
async function ask(method: string, { path, body, headers, hidden = [] }: Call, token: string): Promise<string> {
  const answer = await api.request(method, path, {
    token,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  });
  return hidden.reduce((text, name) => text.replaceAll(encodeURIComponent(name), '<>').replaceAll(name, '<>'), wholeOf(answer));
}

function wholeOf({ status, headers, text }: TestAnswer<unknown>): string {
  const shown = [...headers].filter(([name]) => !VARYING.has(name)).map(([name, value]) => `${name}: ${value}`);
  return [status, ...shown, text.replace(/"requestId":"[^"]*"/, '')].join('\n');
}
