import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import type { PromotionQuery } from '#application/queries/promotion-views';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';
import { PrismaDeploymentViews } from '../deploys/prisma-deployment-views.js';
import { PrismaPromotionViews } from '../promotion/prisma-promotion-views.js';
import { SignedCursorCodec } from './signed-cursor-codec.js';

/** More rows than are judged before the models are found. */
const AHEAD = 3_200;

let world: RegistryWorld;
let views: PrismaPromotionViews;
const team = contextOf(user('tia', 'reader', 'model:team-*')).actor;

beforeAll(async () => {
  world = await RegistryWorld.start();
  const cursors = new SignedCursorCodec([new Uint8Array(32).fill(7)]);
  views = new PrismaPromotionViews(world.database, cursors);
  for (const name of ['team-a', 'team-b', 'other']) {
    const { id } = await world.model(name);
    await world.version(name);
    const [rows, from] = name === 'other' ? [AHEAD, 1_000] : [6, name === 'team-a' ? 0 : 1];
    // Of the team the oldest of all, the two models in turn.
    await world.database.pool.query(
      `INSERT INTO promotion (id, workspace, model_id, version_id, version, kind, state, from_stage, to_stage, archive_existing, requester, requester_id, door,
         created_at)
       SELECT $1 || '-' || g, 'default', $2, 'ver', 1, 'promotion', CASE WHEN g = 2 THEN 'rejected' ELSE 'applied' END, 'None',
         CASE WHEN g % 3 = 0 THEN 'Staging' ELSE 'Production' END, false, '{"type": "user", "id": "u", "name": "u"}', 'usr_' || g % 2, 'rest',
         timestamptz '2026-01-01 00:00:00Z' + ($3 + 2 * g) * interval '1 second' FROM generate_series(1, $4::int) g`,
      [name, id, from, rows],
    );
  }
  await world.database.pool.query('ANALYZE promotion');
});
afterAll(() => world.stop());

interface Step {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Step[];
}

function stepsOf(step: Step | undefined): readonly Step[] {
  return step === undefined ? [] : [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

async function pages(query: Omit<PromotionQuery, 'limit'>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: readonly { id: string }[]; nextCursor: string | null } = await views.list('default', team, {
      ...query,
      limit: 4,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const newestFirst = [6, 5, 4, 3, 2, 1].flatMap((turn) => [`team-b-${turn}`, `team-a-${turn}`]);

it('what a team may read is found behind more than is judged row by row, page by page, once each', async () => {
  expect(await pages({})).toEqual(newestFirst);
});

it.each<[string, Omit<PromotionQuery, 'limit'>, (turn: number) => boolean]>([
  ['a stage', { stage: 'staging' }, (turn) => turn % 3 === 0],
  ['a requester', { requester: 'usr_1' }, (turn) => turn % 2 === 1],
  ['a state', { state: 'rejected' }, (turn) => turn === 2],
  ['one of its models', { model: 'team-a', stage: 'Production' }, (turn) => turn % 3 !== 0],
])('the same with %s', async (_what, query, fits) => {
  const expected = newestFirst.filter((id) => fits(Number(id.split('-')[2])) && (query.model === undefined || id.startsWith(query.model)));
  expect(await pages(query)).toEqual(expected);
});

it('a model of others, and a team without models, have nothing', async () => {
  expect(await pages({ model: 'other' })).toEqual([]);
  const nobody = contextOf(user('noa', 'reader', 'model:nobody-*')).actor;
  expect((await views.list('default', nobody, { limit: 4 })).items).toEqual([]);
  const deployments = new PrismaDeploymentViews(world.database, new SignedCursorCodec([new Uint8Array(32).fill(7)]));
  expect((await deployments.list('default', team, { limit: 4 })).items).toEqual([]);
});

it('reads no further than the page is full', async () => {
  const asked = vi.spyOn(world.database.slow, 'rows');
  onTestFinished(() => asked.mockRestore());
  const reader = contextOf(user('oda', 'reader', 'model:other')).actor;
  expect((await views.list('default', reader, { limit: 4 })).items).toHaveLength(4);
  const [first] = asked.mock.calls.map(([query]) => query);
  const { rows } = await world.database.searchPool.query<{ 'QUERY PLAN': [{ Plan: Step }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${first?.text ?? ''}`,
    first?.values,
  );
  const read = stepsOf(rows[0]?.['QUERY PLAN'][0].Plan).filter((step) => step['Relation Name'] === 'promotion' && step['Actual Loops'] > 0);
  // One more than the page tells that there is a next one.
  expect(read.map((step) => step['Actual Rows'])).toEqual([5]);
});

it('where a team has more models than are said by their ids each name is matched', async () => {
  await world.database.pool.query(
    `INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_change_at, created_at, updated_at)
     SELECT 'mdl_many' || g, 'default', 'team-many-' || g, 'user', 'u', 'u', now(), now(), now() FROM generate_series(1, 2100) g`,
  );
  expect(await pages({})).toEqual(newestFirst);
  expect(await pages({ stage: 'staging' })).toEqual(newestFirst.filter((id) => /[36]$/.test(id)));
});
