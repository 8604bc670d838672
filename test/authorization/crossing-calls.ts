import type { AuthorizationWorld } from '#testing/api/authorization-world';
import { API, type Call } from './route-row.js';

/** A request with its method and what it tries. */
export interface CrossingCall {
  readonly title: string;
  readonly method: string;
  readonly call: Call;
}

/** Requests that name a hidden thing elsewhere than as the thing that the route is about: as a filter, as a new name, as a reference. */
export async function crossingCalls(hidden: AuthorizationWorld, visible: AuthorizationWorld): Promise<CrossingCall[]> {
  const mine = await visible.model();
  const { model, promotionId } = await hidden.requested('Staging');
  const rolledBack = await hidden.rolledBack();
  const deployment = await hidden.deployment('Production', 'failed');
  const delivery = await hidden.delivery();
  const target = await hidden.target();
  const account = await hidden.serviceAccount();
  const pattern = `model:${model.name}`;
  const post = (path: string, body: object, ...names: readonly string[]): CrossingCall => ({
    title: `POST ${path} with a hidden name in the body`,
    method: 'POST',
    call: { path: `${API}${path}`, body, hidden: names },
  });
  const list = (path: string, parameter: string, name: string): CrossingCall => ({
    title: `GET ${path}?${parameter}=`,
    method: 'GET',
    call: { path: `${API}${path}?${parameter}=${encodeURIComponent(name)}`, hidden: [name] },
  });
  const filter = (path: string, text: string, name = hidden.mark): CrossingCall => ({
    title: `GET ${path}?filter=${text}`,
    method: 'GET',
    call: { path: `${API}${path}?filter=${encodeURIComponent(text)}`, hidden: [name] },
  });
  return [
    post('/models', { name: model.name }, model.name),
    post(`${mine.url}/rename`, { name: model.name }, model.name),
    post(
      '/promotions',
      { model: mine.name, version: 1, toStage: 'Production', dryRun: true, incident: rolledBack.promotionId },
      rolledBack.promotionId,
    ),
    post('/promotions', { model: model.name, version: 1, toStage: 'Production', dryRun: true }, model.name),
    post('/role-bindings', { subject: { type: 'service_account', id: account.id }, role: 'reader', pattern }, account.id, model.name),
    post('/webhooks', { url: 'http://127.0.0.1:9/', eventTypes: ['*'], models: pattern }, model.name),
    post('/tokens', { name: 't', holder: { type: 'service_account', id: account.id } }, account.id),
    ...['/promotions', '/deployments', '/deliveries', '/events', '/audit'].flatMap((path) =>
      [model.name, model.id, deployment.model.name, delivery.model.id].map((name) => list(path, 'model', name)),
    ),
    list('/deployments', 'promotion', deployment.promotionId),
    list('/deployments', 'target', target.id),
    list('/deliveries', 'endpoint', delivery.endpointId),
    list('/promotions', 'requester', promotionId),
    list('/service-accounts', 'ownerId', account.id),
    list('/tokens', 'holderId', account.id),
    list('/role-bindings', 'subjectId', account.id),
    list('/role-bindings', 'pattern', pattern),
    ...['/models', '/versions'].flatMap((path) => [
      filter(path, `name = '${model.name}'`, model.name),
      filter(path, `name LIKE '${model.name}%'`, model.name),
      filter(path, `tags.${hidden.mark} = '${hidden.mark}'`),
    ]),
    filter('/versions', `metrics.${hidden.mark} > 0.1`),
    filter('/versions', `params.${hidden.mark} = '${hidden.mark}'`),
    filter('/versions', `alias = '${hidden.mark}'`),
    filter('/versions', `runId = '${hidden.mark}'`),
    filter('/versions', `source = 's3://${hidden.mark}/x'`),
  ];
}
