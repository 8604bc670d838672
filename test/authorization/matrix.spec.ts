import { afterAll, beforeAll, expect, it } from 'vitest';
import { isServiceWide, rankOf, ROLES } from '#domain/access/role';
import { SealAudit } from '#application/seal-audit/seal-audit';
import { PrismaAuditStore } from '#persistence/audit/prisma-audit-store';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { AuthorizationWorld } from '#testing/api/authorization-world';
import { recordingRoutes } from '#testing/api/recorded-routes';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { newAuditKey } from '#testing/audit/audit-world';
import { COLUMNS, type Call, type Caller, type Column, type RouteRow } from './route-row.js';
import { ROUTE_ROWS } from './route-rows.js';

let api: TestApi;
let routes: readonly string[];
let world: AuthorizationWorld;
const callers: Caller[] = [];

beforeAll(async () => {
  ({ started: api, routes } = await recordingRoutes(() => startTestApi()));
  world = new AuthorizationWorld(api, 'a', '', (await api.signUp('reader')).token);
  const stranger = await world.user();
  callers.push({ column: 'no credential', type: 'user', id: stranger.id, token: null });
  callers.push({ column: 'stranger', type: 'user', ...stranger });
  for (const role of ROLES) callers.push({ column: role, type: 'user', ...(await api.signUp(role)) });
  callers.push(await automation());
  await new SealAudit(new PrismaAuditStore(api.database), newAuditKey(), new PrismaUnitOfWork(api.database)).execute('default');
});
afterAll(() => api.close());

async function automation(): Promise<Caller> {
  const { id } = await world.serviceAccount();
  const body = { subject: { type: 'service_account', id }, role: 'production-manager', pattern: '*' };
  await world.admin('POST', '/role-bindings', { body });
  return { column: 'automation', id, type: 'service_account', token: (await world.token('service_account', id)).token };
}

it('has a row for every route that the service has, and none for a route that it has not', () => {
  const known = new Set(ROUTE_ROWS.map(({ route }) => route));
  expect(routes.filter((route) => !known.has(route))).toEqual([]);
  expect([...known].filter((route) => !routes.includes(route))).toEqual([]);
});

it('names no row twice', () => {
  const names = ROUTE_ROWS.map(titleOf);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

const TITLE =
  'answers each role, whoever has none and whoever has no credential as the row says, refusals by 403 and the name of the right: %s';
it.each(ROUTE_ROWS.map((row) => [titleOf(row), row] as const))(TITLE, async (_, row) => {
  expect(callers.map(({ column }) => column)).toEqual(COLUMNS);
  const answers = await Promise.all(
    callers.map(async (caller) => [caller.column, await answerTo(row, await row.call(world, caller), caller.token)] as const),
  );
  expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(COLUMNS.map((column) => [column, expectedOf(row, column)])));
});

function titleOf({ route, variant }: RouteRow): string {
  return variant === undefined ? route : `${route} (${variant})`;
}

/** The status; for a refusal by a right also which one. */
function expectedOf(row: RouteRow, column: Column): unknown {
  const { least, right, ok, below = 403 } = row;
  const fine = typeof ok === 'number' ? ok : ok(column);
  const denied = right === undefined ? 403 : `403 ${right}`;
  if (least === 'public') return fine;
  if (column === 'no credential') return 401;
  if (column === 'automation' && row.automation !== undefined) return row.automation;
  if (least === 'signed-in') return fine;
  const role = column === 'automation' ? 'production-manager' : column;
  if (role === 'stranger') {
    const status = row.stranger ?? (below === 404 || right === undefined || !isServiceWide(right) ? 404 : 403);
    return status === 403 ? denied : status;
  }
  if (rankOf(role) >= rankOf(least)) return fine;
  return below === 403 ? denied : below;
}

async function answerTo(row: RouteRow, { path, body, headers = {} }: Call, token: string | null): Promise<unknown> {
  const method = row.route.split(' ', 1)[0] ?? '';
  if (path.endsWith('/stream')) return streamStatus(path, token);
  const { status, json } = await api.request<{ readonly permission?: string } | null>(method, path, {
    token,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  if (status !== 403 || row.right === undefined || json?.permission === undefined) return status;
  return `403 ${json.permission}`;
}

/** A stream does not end by itself. */
async function streamStatus(path: string, token: string | null): Promise<number> {
  const abort = new AbortController();
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const { status } = await fetch(api.url + path, { headers, signal: abort.signal });
  abort.abort();
  return status;
}
