import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuthorizationWorld } from '#testing/api/authorization-world';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import type { Call, Caller } from '../authorization/route-row.js';
import { ROUTE_ROWS } from '../authorization/route-rows.js';
import { FORBIDDEN_TEXTS, INSIDES, NASTY_PARAMETERS, NASTY_SEGMENTS, NASTY_VALUES } from './nasty-values.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Requests that are on their way together. */
const AT_ONCE = 12;
/** A stream does not end; of the variants of a route one is enough. */
const rows = ROUTE_ROWS.filter(
  ({ route }, index) => !route.endsWith('/stream') && ROUTE_ROWS.findIndex((one) => one.route === route) === index,
);

let api: TestApi;
let world: AuthorizationWorld;
let caller: Caller;
let paths: Description['paths'];

beforeAll(async () => {
  api = await startTestApi();
  world = new AuthorizationWorld(api, 'a', '', await api.tokenFor('reader'));
  caller = { column: 'admin', type: 'user', ...(await api.signUp('admin')) };
  ({ paths } = (await api.request<Description>('GET', '/openapi.json')).json);
});
afterAll(() => api.close());

const refused = (status: number) => status === 400;
const unsupported = (status: number) => status === 415;
const noFault = (status: number) => status < 500;

/** Asks all of them, some at a time; @returns what is wrong with the answers: a mistake of the client is for the client to mend, and tells nothing of us. */
async function faultsOf(route: string, calls: readonly Call[], allowed: (status: number) => boolean): Promise<string[]> {
  const faults: string[] = [];
  for (let at = 0; at < calls.length; at += AT_ONCE) {
    const found = await Promise.all(calls.slice(at, at + AT_ONCE).map((call) => faultOf(route, call, allowed)));
    faults.push(...found.flat());
  }
  return faults;
}

async function faultOf(route: string, { path, body, headers = {} }: Call, allowed: (status: number) => boolean): Promise<string[]> {
  const method = route.split(' ', 1)[0] ?? '';
  const answer = await api.request(method, path, { headers, ...(body === undefined ? {} : { body }) });
  const { status, text } = answer;
  const problem = status < 400 || answer.headers.get('content-type') === 'application/problem+json; charset=utf-8';
  if (allowed(status) && problem && !INSIDES.test(text)) return [];
  const sent = JSON.stringify(body ?? null).slice(0, 200);
  return [`${route} ${path.slice(0, 200)} ${sent}: ${status} ${text.slice(0, 400)}`];
}

/** Every way of putting `value` in the place of one value of the body. */
function* replacements(body: unknown, value: unknown): Generator<unknown> {
  if (typeof body !== 'object' || body === null) {
    yield value;
    return;
  }
  for (const [key, item] of Object.entries(body)) {
    const put = (one: unknown) => (Array.isArray(body) ? body.with(Number(key), one) : { ...body, [key]: one });
    for (const replaced of replacements(item, value)) yield put(replaced);
    if (typeof item === 'object' && item !== null) yield put(value);
  }
}

it.each(rows.map((row) => [row.route, row] as const))('%s takes no body but its own, and meets none with a fault', async (_, row) => {
  const { route } = row;
  const made = await row.call(world, caller);
  const { headers = {}, body } = made;
  if (typeof body !== 'object' || body === null) return;
  const raw = ['[]', '"text"', '{'].map((text): Call => ({
    ...made,
    body: text,
    headers: { ...headers, 'content-type': 'application/json' },
  }));
  // Metrics and params have names of the caller's own.
  const surprising = /\/(metrics|params)$/.test(route) ? [] : [{ ...made, body: { ...body, surprise: 1 } }];
  const typed = { ...made, body: JSON.stringify(body), headers: { ...headers, 'content-type': 'text/plain' } };
  const bodies = (values: readonly unknown[]) =>
    values.flatMap((value) => [...replacements(body, value)].map((bad): Call => ({ ...made, body: bad })));
  expect([
    ...(await faultsOf(route, [...raw, ...surprising, ...bodies(FORBIDDEN_TEXTS)], refused)),
    ...(await faultsOf(route, [typed], unsupported)),
    // Some change the thing, which the others then find changed: what matters is that no answer is a fault of ours.
    ...(await faultsOf(route, bodies(NASTY_VALUES), noFault)),
  ]).toEqual([]);
});

it.each(rows.filter(({ route }) => route.includes(':')).map((row) => [row.route, row] as const))(
  '%s takes no part of its path that is no text or too long, and meets none with a fault',
  async (_, { route, call }) => {
    const made = await call(world, caller);
    const names = (route.split(' ')[1] ?? '').split('/');
    const [plain = '', ...query] = made.path.split('?');
    const parts = plain.split('/');
    const faults: string[] = [];
    for (const [index, name] of names.entries()) {
      if (!name.startsWith(':')) continue;
      const path = (part: string): Call => ({ ...made, path: [parts.with(index, part).join('/'), ...query].join('?') });
      const numbers = name === ':version' ? ['0', '-1', '1.5', '1e3', '2147483648', 'x', '%2B1', '01'] : [];
      const wrong = ['%00', '%ff', '%ED%A0%80', 'x'.repeat(4_097), ...numbers];
      faults.push(...(await faultsOf(route, wrong.map(path), refused)), ...(await faultsOf(route, NASTY_SEGMENTS.map(path), noFault)));
    }
    expect(faults).toEqual([]);
  },
);

it('every list refuses unknown and repeated parameters, wrong limits and cursors, and meets no parameter with a fault', async () => {
  const faults: string[] = [];
  let seen = 0;
  for (const { route, call } of rows.filter(({ route: one }) => one.startsWith('GET '))) {
    const template = (route.split(' ')[1] ?? '').replaceAll(/:(\w+)/g, '{$1}');
    const known = paths[template]?.['get']?.parameters ?? [];
    const parameters = known.filter((one) => one.in === 'query').map(({ name }) => name);
    const [first] = parameters;
    if (first === undefined) continue;
    seen += 1;
    const made = await call(world, caller);
    const asked = (query: string): Call => ({ ...made, path: `${made.path}?${query}` });
    const wrong = ['surprise=1', `${first}=1&${first}=2`, ...parameters.map((name) => `${name}=%00`)];
    if (parameters.includes('limit')) wrong.push(...['0', '-1', '1001', '1.5', '1e2', '', 'x'].map((limit) => `limit=${limit}`));
    if (parameters.includes('cursor'))
      wrong.push(...['x', '', 'e30', 'x'.repeat(4_097), '%F0%9F%98%80'].map((cursor) => `cursor=${cursor}`));
    const odd = parameters.flatMap((name) => NASTY_PARAMETERS.map((value) => `${name}=${value}`));
    faults.push(...(await faultsOf(route, wrong.map(asked), refused)), ...(await faultsOf(route, odd.map(asked), noFault)));
  }
  expect(seen).toBeGreaterThan(15);
  expect(faults).toEqual([]);
});
