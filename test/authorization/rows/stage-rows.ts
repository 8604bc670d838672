import { about, API, ANY_REVISION, hiding, type Column, type RouteRow } from '../route-row.js';

const MODEL = 'models/:model';
const STAGE = `${MODEL}/stages/:stage`;
const PROMOTION = 'promotions/:id';
const because = { body: { reason: 'because' } };

/** Who may apply at once, and who only asks. */
const appliedFrom =
  (...columns: readonly Column[]) =>
  (column: Column): number =>
    columns.includes(column) ? 201 : 202;

/** Stages and promotions. */
export const STAGE_ROWS: readonly RouteRow[] = [
  { route: `GET ${API}/overview`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/overview` }) },
  { route: `GET ${API}/stages`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/stages` }) },
  {
    route: `PUT ${API}/stages`,
    least: 'admin',
    right: 'admin.stages',
    ok: 200,
    call: async (world) => {
      const { stages } = await world.admin<{ readonly stages: readonly Record<string, unknown>[] }>('GET', '/stages');
      const body = {
        stages: stages.map(({ name, occupancy, protected: guarded, boundAlias }) => ({ name, occupancy, protected: guarded, boundAlias })),
      };
      return { path: `${API}/stages`, body, ...ANY_REVISION };
    },
  },
  shown(`${MODEL}/stages`, '/stages'),
  shown(STAGE, '/stages/Production'),
  shown(`${MODEL}/history`, '/history'),
  {
    route: `POST ${API}/${STAGE}/rollback`,
    least: 'production-manager',
    right: 'stage.rollback',
    ok: 201,
    call: async (world) =>
      about((await world.standing('Production', 'Production')).model, '/stages/Production/rollback', { body: { from: 2, reason: 'bad' } }),
  },
  ...(['Staging', 'Production'] as const).map((stage): RouteRow => ({
    route: `PUT ${API}/${STAGE}/hold`,
    variant: `of ${stage}`,
    ...applying(stage),
    ok: 204,
    call: async (world) => about(await world.model(), `/stages/${stage}/hold`, because),
  })),
  {
    route: `DELETE ${API}/${STAGE}/hold`,
    least: 'production-manager',
    right: 'hold.lift',
    ok: 204,
    automation: 403,
    call: async (world) => about((await world.rolledBack()).model, '/stages/Production/hold', because),
  },
  {
    route: `DELETE ${API}/${MODEL}/versions/:version/quarantine/:stage`,
    least: 'production-manager',
    right: 'quarantine.lift',
    ok: 204,
    automation: 403,
    call: async (world) => about((await world.rolledBack()).model, '/versions/2/quarantine/Production', because),
  },

  promoting('Staging', appliedFrom('staging-manager', 'production-manager', 'manager', 'admin', 'automation')),
  promoting('Production', appliedFrom('production-manager', 'manager', 'admin', 'automation')),
  { route: `GET ${API}/promotions`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/promotions` }) },
  requested('GET', PROMOTION, '', { least: 'reader', right: 'model.read', ok: 200 }),
  ...(['approve', 'reject'] as const).flatMap((act) =>
    (['Staging', 'Production'] as const).map((stage): RouteRow => ({
      route: `POST ${API}/${PROMOTION}/${act}`,
      variant: `into ${stage}`,
      ...applying(stage),
      ok: 200,
      automation: 403,
      call: async (world) => {
        const { promotionId } = await world.requested(stage);
        return hiding(`/promotions/${promotionId}/${act}`, promotionId, { body: { comment: 'seen' } });
      },
    })),
  ),
  requested('POST', `${PROMOTION}/cancel`, '/cancel', { variant: "of another's", least: 'manager', right: 'promotion.cancel', ok: 200 }),
  {
    route: `POST ${API}/${PROMOTION}/cancel`,
    variant: 'of the own',
    least: 'reader',
    ok: 200,
    own: true,
    call: async (world, { type, id }) => {
      // Whoever may apply has no request that waits, so another's becomes theirs.
      const { promotionId } = await world.requested('Staging');
      const requester = { type, id, name: 'requester' };
      await world.api.database.client.promotion.update({ where: { id: promotionId }, data: { requesterId: id, requester } });
      return { path: `${API}/promotions/${promotionId}/cancel`, body: {} };
    },
  },
  requested(
    'POST',
    `${PROMOTION}/comments`,
    '/comments',
    { least: 'reader', right: 'promotion.comment', ok: 201 },
    { body: { body: 'hm' } },
  ),
  requested('GET', `${PROMOTION}/comments`, '/comments', { least: 'reader', right: 'model.read', ok: 200 }),
];

/** The right to apply into the stage, and who has it. */
export function applying(stage: 'Staging' | 'Production'): Pick<RouteRow, 'least' | 'right'> {
  return stage === 'Production'
    ? { least: 'production-manager', right: 'promotion.apply.protected' }
    : { least: 'staging-manager', right: 'promotion.apply.unprotected' };
}

function shown(route: string, rest: string): RouteRow {
  const call: RouteRow['call'] = async (world) => about((await world.standing('Production')).model, rest);
  return { route: `GET ${API}/${route}`, least: 'reader', right: 'model.read', ok: 200, call };
}

function promoting(toStage: string, ok: (column: Column) => number): RouteRow {
  return {
    route: `POST ${API}/promotions`,
    variant: `into ${toStage}`,
    least: 'reader',
    right: 'promotion.request',
    ok,
    call: async (world) => {
      const model = await world.model();
      return { path: `${API}/promotions`, body: { model: model.name, version: 1, toStage }, hidden: [model.name], model };
    },
  };
}

function requested(
  method: string,
  route: string,
  rest: string,
  rule: Pick<RouteRow, 'least' | 'right' | 'ok' | 'variant'>,
  more: { readonly body?: unknown } = method === 'GET' ? {} : { body: {} },
): RouteRow {
  return {
    route: `${method} ${API}/${route}`,
    ...rule,
    call: async (world) => {
      const { promotionId } = await world.requested('Staging');
      return hiding(`/promotions/${promotionId}${rest}`, promotionId, more);
    },
  };
}
