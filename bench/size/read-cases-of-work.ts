import { HOT_MODEL, idOf, modelName, nameAt, type DatabaseSize } from './database-size.js';
import { list, point, enc, API, LATE, type Made, type ReadCase } from './read-case.js';
import { cursorAt } from './sized-api.js';

export function flowCases({ ago }: Made): ReadCase[] {
  const middle = cursorAt(ago(200), LATE);
  const late = ({ versions }: DatabaseSize): string =>
    cursorAt(new Date(Date.now() - 400 * 86_400_000 + (400 * 400 * 86_400_000) / versions).toISOString(), LATE);
  const moved = ({ versions }: DatabaseSize, turn: number): string => idOf('prm', 40 * (1 + ((turn * 79) % (versions / 50))));
  return [
    ...list('/overview', [
      ['first page', 'limit=100'],
      ['middle', (size) => `limit=100&cursor=${cursorAt(nameAt(size, size.models / 2))}`],
      ['last page', (size) => `limit=100&cursor=${cursorAt(nameAt(size, size.models - 102))}`],
      ['first page', 'limit=10', 'team reader'],
      ['first page', 'limit=10', 'one-model reader'],
      ['first page', 'limit=10', 'suffix reader'],
    ]),
    point('/stages', 'definitions', () => '/stages'),
    ...list('/promotions', [
      ['first page', 'limit=100'],
      ['middle', `limit=100&cursor=${middle}`],
      ['last page', (size) => `limit=100&cursor=${late(size)}`],
      ['of a model', `limit=5&model=${modelName(57)}`],
      ['of the model with a tenth of all', `limit=100&model=${HOT_MODEL}`],
      ['of the model with a tenth of all, pending', `limit=5&model=${HOT_MODEL}&state=pending`],
      ['pending', 'limit=5&state=pending'],
      ['rejected (none)', 'limit=5&state=rejected'],
      ['into Staging', 'limit=10&stage=Staging'],
      ['of a requester', `limit=10&requester=${idOf('usr', 8)}`],
      ['of a requester without any', `limit=10&requester=${idOf('usr', 99_999)}`],
      ['first page', 'limit=10', 'team reader'],
      ['first page', 'limit=4', 'one-model reader'],
      ['pending', 'limit=5&state=pending', 'team reader'],
    ]),
    point('/promotions/{id}', 'one', (size, turn) => `/promotions/${moved(size, turn)}`),
    point('/promotions/{id}/comments', 'first page', () => `/promotions/${idOf('prm', 40)}/comments?limit=10`),
    ...list('/deployments', [
      ['first page', 'limit=100'],
      ['middle', `limit=100&cursor=${middle}`],
      ['last page', (size) => `limit=100&cursor=${late(size)}`],
      ['of a model', `limit=5&model=${modelName(58)}`],
      ['of a stage', 'limit=100&stage=production'],
      ['of a stage without any', 'limit=100&stage=Staging'],
      ['failed', 'limit=10&state=failed'],
      ['running (none)', 'limit=10&state=running'],
      ['of a target', 'limit=10&target=target-2'],
      ['of no target', 'limit=10&target=nothing'],
      ['of a promotion', (size) => `limit=10&promotion=${moved(size, 1)}`],
      ['first page', 'limit=10', 'team reader'],
      ['first page', 'limit=4', 'one-model reader'],
    ]),
    point('/deployments/{id}', 'one', (size) => `/deployments/${moved(size, 1).replace('prm', 'dpl')}`),
    ...list('/deploy-targets', [['first page', 'limit=100']]),
    point('/deploy-targets/{id}', 'one', () => `/deploy-targets/${idOf('dpt', 1)}`),
  ];
}

export function logCases({ ago }: Made): ReadCase[] {
  const logEnd = ({ versions }: DatabaseSize, days: number): string =>
    cursorAt(new Date(Date.now() - days * 86_400_000 + (120 * days * 86_400_000) / versions).toISOString(), LATE);
  return [
    ...list('/deliveries', [
      ['first page', 'limit=100'],
      ['middle', `limit=100&cursor=${cursorAt(ago(14), LATE)}`],
      ['last page', (size) => `limit=100&cursor=${logEnd(size, 29)}`],
      ['of an endpoint', `limit=100&endpoint=${idOf('whk', 3)}`],
      ['of an endpoint without any', `limit=100&endpoint=${idOf('whk', 21)}`],
      ['of a type', 'limit=100&eventType=stage.changed'],
      ['of a type without any', 'limit=100&eventType=webhook.test'],
      ['failing (1 in 100)', 'limit=10&state=failing'],
      ['dead (1 in 50)', 'limit=10&state=dead'],
      ['pending (none)', 'limit=10&state=pending'],
      ['dead at an endpoint', `limit=5&state=dead&endpoint=${idOf('whk', 19)}`],
      ['of a model', `limit=10&model=${modelName(57)}`],
      ['of the model with a tenth of all', `limit=100&model=${HOT_MODEL}`],
      ['since a day', `limit=10&since=${enc(ago(1))}`],
      ['until 28 days ago', `limit=10&until=${enc(ago(28))}`],
      ['first page', 'limit=10', 'team manager'],
      ['first page', 'limit=10', 'one-model reader'],
    ]),
    point('/deliveries/{id}', 'one', (size, turn) => `/deliveries/${idOf('dlv', 1 + ((turn * 7919) % size.versions))}`),
    ...list('/events', [
      ['first page', 'limit=100'],
      ['middle', ({ versions }) => `limit=100&after=${versions / 2}`],
      ['last page', ({ versions }) => `limit=100&after=${versions - 100}`],
      ['of a type', 'limit=100&types=stage.*'],
      ['of a type without any', 'limit=100&types=alias.*'],
      ['of a model', `limit=10&model=${modelName(57)}`],
      ['of the model with a tenth of all', `limit=100&model=${HOT_MODEL}`],
      ['of a model, by id', `limit=10&model=${idOf('mdl', 57)}`],
      ['of a stage', 'limit=100&stage=production'],
      ['of a stage without any', 'limit=100&stage=canary'],
      ['first page', 'limit=10', 'team reader'],
      ['first page', 'limit=10', 'one-model reader'],
    ]),
    point('/events/stream', 'the newest hundred', ({ versions }) => `/events/stream?after=${versions - 100}`),
    ...list('/audit', [
      ['first page', 'limit=100'],
      ['middle', `limit=100&cursor=${cursorAt(ago(200), LATE)}`],
      ['last page', (size) => `limit=100&cursor=${logEnd(size, 400)}`],
      ['of a model', `limit=10&model=${modelName(57)}`],
      ['of the model with a tenth of all', `limit=100&model=${HOT_MODEL}`],
      ['of an actor (1 in 100)', `limit=10&actor=${idOf('usr', 8)}`],
      ['of an actor without any', `limit=10&actor=${idOf('usr', 99_999)}`],
      ['of an action', 'limit=100&action=promotion.apply'],
      ['of an action without any', 'limit=100&action=stages.define'],
      ['of an object type', 'limit=100&objectType=token'],
      ['of an object type without any', 'limit=100&objectType=deployment'],
      ['since a day', `limit=10&since=${enc(ago(1))}`],
      ['until 399 days ago', `limit=10&until=${enc(ago(399))}`],
      ['first page', 'limit=10', 'team manager'],
    ]),
    point('/audit/export', 'first 500', () => '/audit/export?since=1&until=500'),
    point('/audit/export', 'middle 500', ({ versions }) => `/audit/export?since=${versions / 2}&until=${versions / 2 + 499}`),
    point('/audit/export', 'last 500', ({ versions }) => `/audit/export?since=${versions - 499}&until=${versions}`),
    point('/audit/checkpoint', 'newest', () => '/audit/checkpoint'),
    point('/audit/key', 'the key', () => '/audit/key'),
    point('/audit/keys', 'all of them', () => '/audit/keys'),
  ];
}

export function identityCases({ ago }: Made): ReadCase[] {
  const byTime = cursorAt(ago(200), LATE);
  return [
    ...list('/users', [
      ['first page', 'limit=50'],
      ['middle', ({ versions }) => `limit=50&cursor=${cursorAt(`user-${String(versions / 200).padStart(6, '0')}`)}`],
      ['by name', 'limit=50&name=user-000007'],
      ['first page', 'limit=50', 'team reader'],
    ]),
    point('/users/{id}', 'one', () => `/users/${idOf('usr', 7)}`),
    ...list('/groups', [['first page', 'limit=10']]),
    point('/groups/{id}', 'one', () => `/groups/${idOf('grp', 1)}`),
    point('/groups/{id}/members', 'one user in ten', () => `/groups/${idOf('grp', 1)}/members?limit=10`),
    ...list('/service-accounts', [
      ['first page', 'limit=10'],
      ['of an owner', `limit=10&ownerId=${idOf('usr', 3)}`],
      ['first page', 'limit=10', 'team reader'],
    ]),
    point('/service-accounts/{id}', 'one', () => `/service-accounts/${idOf('sva', 1)}`),
    ...list('/tokens', [
      ['first page', 'limit=100'],
      ['middle', `limit=50&cursor=${byTime}`],
      ['of a holder', `limit=10&holderId=${idOf('usr', 7)}`],
      ['first page', 'limit=10', 'team reader'],
    ]),
    point('/tokens/{id}', 'one', () => `/tokens/${idOf('tok', 7)}`),
    ...list('/role-bindings', [
      ['first page', 'limit=100'],
      ['middle', `limit=50&cursor=${byTime}`],
      ['of a subject', `limit=10&subjectId=${idOf('usr', 7)}`],
      ['of a pattern', `limit=10&pattern=${enc('model:team07-model-57')}`],
      ['first page', 'limit=10', 'team reader'],
      ['first page', 'limit=3', 'team manager'],
    ]),
    point('/role-bindings/{id}', 'one', () => `/role-bindings/${idOf('rol', 7)}`),
    point('/me', 'administrator', () => '/me'),
    point('/me', 'reader', () => '/me', 'team reader'),
  ];
}

export function otherCases({ artifact, upload }: Made): ReadCase[] {
  return [
    { route: `${API}/models/{model}/versions/{version}/uploads/{upload}`, what: 'begun', asker: 'admin', path: () => upload },
    { route: `${API}/models/{model}/versions/{version}/artifacts/{path}`, what: '100 kB', asker: 'admin', path: () => artifact },
    ...list('/webhooks', [
      ['first page', 'limit=20'],
      ['first page', 'limit=10', 'team manager'],
    ]),
    point('/webhooks/{id}', 'one', () => `/webhooks/${idOf('whk', 3)}`),
    point('/webhooks/{id}/redeliveries', 'first page', () => `/webhooks/${idOf('whk', 3)}/redeliveries?limit=20`),
    point('/version', 'of the service', () => '/version'),
  ];
}
