import { API, ANY_REVISION, hiding, type Call, type RouteRow } from '../route-row.js';
import { applying } from './stage-rows.js';

const HOOK = { url: 'http://127.0.0.1:9/hook', eventTypes: ['*'] };
const targets = { least: 'admin', right: 'admin.deploy-targets' } as const;
/** Who may not manage an endpoint does not know of it; likewise for deliveries. */
const managed = { least: 'manager', below: 404 } as const;

/** Deploys, webhooks, events and the audit log. */
export const EFFECT_ROWS: readonly RouteRow[] = [
  {
    route: `POST ${API}/deploy-targets`,
    ...targets,
    ok: 201,
    call: (world) => {
      const place = { models: 'model:nothing', stage: 'Staging', repository: 'a/b', workflow: 'w.yml', ref: 'main' };
      return { path: `${API}/deploy-targets`, body: { name: world.nextName(), ...place, credential: { token: 't' } } };
    },
  },
  { route: `GET ${API}/deploy-targets`, ...targets, ok: 200, call: () => ({ path: `${API}/deploy-targets` }) },
  target('GET', 200),
  target('PATCH', 200, { body: { ref: 'next' }, ...ANY_REVISION }),
  target('DELETE', 204, ANY_REVISION),

  { route: `GET ${API}/deployments`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/deployments` }) },
  {
    route: `GET ${API}/deployments/:id`,
    least: 'reader',
    ok: 200,
    call: async (world) => {
      const { id } = await world.deployment('Staging', 'queued');
      return hiding(`/deployments/${id}`, id);
    },
  },
  ...(['Staging', 'Production'] as const).flatMap((stage) => [deployment(stage, 'retry', 'failed'), deployment(stage, 'cancel', 'queued')]),

  {
    route: `POST ${API}/webhooks`,
    variant: 'for models',
    least: 'manager',
    right: 'endpoint.manage',
    stranger: 403,
    ok: 201,
    call: (world) => ({ path: `${API}/webhooks`, body: { ...HOOK, models: `model:${world.prefix}-*` }, hidden: [`${world.prefix}-*`] }),
  },
  {
    route: `POST ${API}/webhooks`,
    variant: 'for the whole registry',
    least: 'admin',
    right: 'admin.endpoints',
    ok: 201,
    call: () => ({ path: `${API}/webhooks`, body: HOOK }),
  },
  { route: `GET ${API}/webhooks`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/webhooks` }) },
  endpoint('GET', '', 200),
  endpoint('PATCH', '', 200, { body: { description: 'd' }, ...ANY_REVISION }),
  endpoint('DELETE', '', 204, ANY_REVISION),
  endpoint('POST', '/test', 202),
  endpoint('POST', '/rotate-secret', 200, { body: {} }),
  endpoint('POST', '/redeliver', 202, { body: { since: '2026-01-01T00:00:00Z' } }),
  endpoint('GET', '/redeliveries', 200),
  {
    route: `DELETE ${API}/webhooks/:id/redeliveries/:redelivery`,
    ...managed,
    ok: 204,
    call: async (world) => {
      const { id, endpointId } = await world.redelivery();
      return { path: `${API}/webhooks/${endpointId}/redeliveries/${id}`, hidden: [endpointId, id] };
    },
  },

  { route: `GET ${API}/deliveries`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/deliveries` }) },
  delivery('GET', '', 200),
  delivery('POST', '/redeliver', 202),

  { route: `GET ${API}/events`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/events` }) },
  { route: `GET ${API}/events/stream`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/events/stream` }) },

  { route: `GET ${API}/audit`, least: 'manager', right: 'audit.read', stranger: 403, ok: 200, call: () => ({ path: `${API}/audit` }) },
  { route: `GET ${API}/audit/export`, least: 'admin', right: 'admin.audit-export', ok: 200, call: () => ({ path: `${API}/audit/export` }) },
  ...(['checkpoint', 'key', 'keys'] as const).map((what): RouteRow => ({
    route: `GET ${API}/audit/${what}`,
    least: 'reader',
    right: 'model.read',
    stranger: 403,
    ok: 200,
    call: () => ({ path: `${API}/audit/${what}` }),
  })),
];

type More = Omit<Call, 'path' | 'hidden'>;

function target(method: string, ok: number, more?: More): RouteRow {
  const call: RouteRow['call'] = async (world) => {
    const { id } = await world.target();
    return hiding(`/deploy-targets/${id}`, id, more);
  };
  return { route: `${method} ${API}/deploy-targets/:id`, ...targets, ok, call };
}

function deployment(stage: 'Staging' | 'Production', act: 'retry' | 'cancel', state: string): RouteRow {
  return {
    route: `POST ${API}/deployments/:id/${act}`,
    variant: `in ${stage}`,
    ...applying(stage),
    ok: 202,
    ...(act === 'retry' ? { automation: 403 as const } : {}),
    call: async (world) => {
      const { id } = await world.deployment(stage, state);
      return hiding(`/deployments/${id}/${act}`, id);
    },
  };
}

function endpoint(method: string, rest: string, ok: number, more?: More): RouteRow {
  const call: RouteRow['call'] = async (world) => {
    const { id } = await world.endpoint();
    return hiding(`/webhooks/${id}${rest}`, id, more);
  };
  return { route: `${method} ${API}/webhooks/:id${rest}`, ...managed, ok, call };
}

function delivery(method: string, rest: string, ok: number): RouteRow {
  const call: RouteRow['call'] = async (world) => {
    const { id } = await world.delivery();
    return hiding(`/deliveries/${id}${rest}`, id);
  };
  return { route: `${method} ${API}/deliveries/:id${rest}`, ...managed, ok, call };
}
