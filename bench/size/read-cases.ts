import { HOT_MODEL, idOf, modelName, nameAt, type DatabaseSize } from './database-size.js';
import { cursorAt, type Asker } from './sized-api.js';

/** One read, asked of both sizes. */
export interface ReadCase {
  /** The route's template in the OpenAPI document. */
  readonly route: string;
  readonly what: string;
  readonly asker: Asker;
  /** Its address at a size; `turn` counts the calls, so that point reads meet another row each time. */
  path(size: DatabaseSize, turn: number): string;
}

/** What was made for the bench before it starts. */
export interface Made {
  /** Address of a version with one file. */
  readonly artifact: string;
  /** Address of an upload in parts that has begun. */
  readonly upload: string;
  /** Instants that are as far back in each size. */
  ago(days: number): string;
}

const API = '/api/v1';
const LATE = 'z'.repeat(40);

/** Every read that is measured. A GET route that no case covers fails the bench. */
export function readCases(made: Made): readonly ReadCase[] {
  return [
    ...modelCases(made),
    ...versionCases(made),
    ...modelReads(made),
    ...flowCases(made),
    ...logCases(made),
    ...identityCases(made),
    ...otherCases(made),
  ];
}

function list(
  route: string,
  cases: readonly (readonly [what: string, query: string | ((size: DatabaseSize) => string), asker?: Asker])[],
): ReadCase[] {
  return cases.map(([what, query, asker = 'admin']) => ({
    route: API + route,
    what,
    asker,
    path: (size) => `${API}${route}?${typeof query === 'string' ? query : query(size)}`,
  }));
}

function point(route: string, what: string, path: (size: DatabaseSize, turn: number) => string, asker: Asker = 'admin'): ReadCase {
  return { route: API + route, what, asker, path: (size, turn) => API + path(size, turn) };
}

const filter = (text: string): string => `filter=${encodeURIComponent(text)}`;
const order = (text: string): string => `orderBy=${encodeURIComponent(text)}`;
const someModel = ({ models }: DatabaseSize, turn: number): number => 2 + ((turn * 37) % (models - 2));
const enc = encodeURIComponent;

function modelCases({ ago }: Made): ReadCase[] {
  return list('/models', [
    ['by name, first page', 'limit=100'],
    ['by name, middle', (size) => `limit=100&cursor=${cursorAt(nameAt(size, size.models / 2), LATE)}`],
    ['by name, last page', (size) => `limit=100&cursor=${cursorAt(nameAt(size, size.models - 102), LATE)}`],
    ['by name desc', `limit=100&${order('name desc')}`],
    ['by createdAt', `limit=100&${order('createdAt')}`],
    ['by createdAt desc', `limit=100&${order('createdAt desc')}`],
    ['by createdAt, middle', `limit=100&${order('createdAt')}&cursor=${cursorAt(Date.now() - 200 * 86_400_000, LATE)}`],
    ['by updatedAt', `limit=100&${order('updatedAt')}`],
    ['by updatedAt desc', `limit=100&${order('updatedAt desc')}`],
    ['by updatedAt desc, middle', `limit=100&${order('updatedAt desc')}&cursor=${cursorAt(Date.now() - 15 * 86_400_000, LATE)}`],
    ['by updatedAt desc, name', `limit=100&${order('updatedAt desc, name')}`],
    ['name =', `limit=10&${filter(`name = '${HOT_MODEL}'`)}`],
    ["name LIKE 'team07-%'", `limit=10&${filter("name LIKE 'team07-%'")}`],
    ["name ILIKE '%000057%'", `limit=10&${filter("name ILIKE '%000057%'")}`],
    ["name LIKE '%nothing%'", `limit=10&${filter("name LIKE '%nothing%'")}`],
    ["name LIKE '%model%'", `limit=10&${filter("name LIKE '%model%'")}`],
    ['name IN', `limit=10&${filter(`name IN ('${HOT_MODEL}', '${modelName(57)}')`)}`],
    ['name !=', `limit=10&${filter(`name != '${HOT_MODEL}'`)}`],
    ['owner = (1 in 100)', `limit=5&${filter("owner = 'user-000007'")}`],
    ['owner = nobody', `limit=5&${filter("owner = 'nobody'")}`],
    ['createdAt > (2 %)', `limit=10&${filter(`createdAt > '${ago(8)}'`)}`],
    ['updatedAt > (2 %)', `limit=10&${filter(`updatedAt > '${ago(0.6)}'`)}`],
    ['tag, 1 in 20', `limit=10&${filter("tags.domain = 'domain-7'")}`],
    ['tag, 1 in 3', `limit=10&${filter("tags.tier = 'gold'")}`],
    ['two tags', `limit=5&${filter("tags.tier = 'gold' AND tags.domain = 'domain-7'")}`],
    ["tag LIKE 'domain-1%'", `limit=10&${filter("tags.domain LIKE 'domain-1%'")}`],
    ['tag =, nothing', `limit=10&${filter("tags.domain = 'nothing'")}`],
    ['by name', 'limit=10', 'team reader'],
    ['by updatedAt desc', `limit=10&${order('updatedAt desc')}`, 'team reader'],
    ['by name', 'limit=10', 'one-model reader'],
    ['by updatedAt desc', `limit=10&${order('updatedAt desc')}`, 'one-model reader'],
    ['by name', 'limit=10', 'suffix reader'],
  ]);
}

function versionCases({ ago }: Made): ReadCase[] {
  const at = (days: number): number => Date.now() - days * 86_400_000;
  return list('/versions', [
    ['newest first, first page', 'limit=100'],
    ['newest first, middle', ({ versions }) => `limit=100&cursor=${cursorAt(idOf('ver', versions / 2))}`],
    ['newest first, last page', `limit=100&cursor=${cursorAt(idOf('ver', 102))}`],
    ['by createdAt', `limit=100&${order('createdAt')}`],
    ['by updatedAt', `limit=100&${order('updatedAt')}`],
    ['by updatedAt desc', `limit=100&${order('updatedAt desc')}`],
    ['by updatedAt desc, middle', `limit=100&${order('updatedAt desc')}&cursor=${cursorAt(at(200), LATE)}`],
    ['by name', `limit=100&${order('name')}`],
    ['by name, middle', (size) => `limit=100&${order('name')}&cursor=${cursorAt(nameAt(size, size.models / 2), 5, LATE)}`],
    ['by name desc', `limit=100&${order('name desc')}`],
    ['by name, version desc', `limit=100&${order('name, version desc')}`],
    ['by name, version desc, middle', `limit=100&${order('name, version desc')}&cursor=${cursorAt(modelName(25), 5, LATE)}`],
    ['by version', `limit=100&${order('version')}`],
    ['by version desc', `limit=100&${order('version desc')}`],
    ['by version, middle', `limit=100&${order('version')}&cursor=${cursorAt(9, LATE)}`],
    ['name =', `limit=10&${filter(`name = '${modelName(57)}'`)}`],
    ['name = (the model with a tenth of all)', `limit=10&${filter(`name = '${HOT_MODEL}'`)}`],
    ["name LIKE 'team07-%'", `limit=10&${filter("name LIKE 'team07-%'")}`],
    ["name ILIKE '%000057%'", `limit=10&${filter("name ILIKE '%000057%'")}`],
    ["name LIKE '%nothing%'", `limit=10&${filter("name LIKE '%nothing%'")}`],
    ['owner = (1 in 100)', `limit=10&${filter("owner = 'user-000007'")}`],
    ['createdAt > (2 %)', `limit=100&${filter(`createdAt > '${ago(8)}'`)}`],
    ['createdAt < (2 %), newest first', `limit=100&${filter(`createdAt < '${ago(392)}'`)}`],
    ['updatedAt > (2 %)', `limit=100&${filter(`updatedAt > '${ago(8)}'`)}`],
    ['version = 3', `limit=10&${filter('version = 3')}`],
    ['version > (1 in 1000)', (size) => `limit=10&${filter(`version > ${(size.versions * 99) / 1000}`)}`],
    ['stage = Production', `limit=10&${filter("stage = 'Production'")}`],
    ['stage = Staging', `limit=10&${filter("stage = 'Staging'")}`],
    ['stage = None', `limit=10&${filter("stage = 'None'")}`],
    ['stage != None', `limit=10&${filter("stage != 'None'")}`],
    ['stage IN, by updatedAt desc', `limit=10&${filter("stage IN ('Staging', 'Production')")}&${order('updatedAt desc')}`],
    ['status = FAILED (1 in 500)', `limit=10&${filter("status = 'FAILED_REGISTRATION'")}`],
    ['status = PENDING (none)', `limit=10&${filter("status = 'PENDING_REGISTRATION'")}`],
    ['status = READY', `limit=10&${filter("status = 'READY'")}`],
    ['runId =', `limit=10&${filter("runId = 'run-000000777'")}`],
    ["runId LIKE 'run-00000%'", `limit=10&${filter("runId LIKE 'run-0000001%'")}`],
    ["runId ILIKE '%nothing%'", `limit=10&${filter("runId ILIKE '%nothing%'")}`],
    ['source =', `limit=10&${filter("source = 's3://models/57/2/model'")}`],
    ["source LIKE 's3://models/57/%'", `limit=10&${filter("source LIKE 's3://models/57/%'")}`],
    ["source ILIKE '%/57/2/%'", `limit=10&${filter("source ILIKE '%/57/2/%'")}`],
    ["alias = 'champion'", `limit=10&${filter("alias = 'champion'")}`],
    ["alias = 'nobody'", `limit=10&${filter("alias = 'nobody'")}`],
    ["alias != 'champion'", `limit=10&${filter("alias != 'champion'")}`],
    ['tag, one version', `limit=10&${filter("tags.build = 'build-777'")}`],
    ['tag, no version', `limit=10&${filter("tags.build = 'nothing'")}`],
    ['tag, 20 versions', `limit=10&${filter("tags.note = 'rare'")}`],
    ['tag, 1 in 200', `limit=10&${filter("tags.dataset = 'dataset-7'")}`],
    ['tag, 1 in 200, by updatedAt desc', `limit=10&${filter("tags.dataset = 'dataset-7'")}&${order('updatedAt desc')}`],
    ['tag, 1 in 3', `limit=100&${filter("tags.team = 'risk'")}`],
    ['tag, 1 in 3, middle', ({ versions }) => `limit=100&${filter("tags.team = 'risk'")}&cursor=${cursorAt(idOf('ver', versions / 2))}`],
    ['tag, 1 in 3, by createdAt', `limit=100&${filter("tags.team = 'risk'")}&${order('createdAt')}`],
    ['tag, 1 in 3, by updatedAt desc', `limit=100&${filter("tags.team = 'risk'")}&${order('updatedAt desc')}`],
    ['two tags, 1 in 3 each', `limit=100&${filter("tags.team = 'risk' AND tags.lang = 'python'")}`],
    ['two tags, 1 in 3 and 1 in 200', `limit=10&${filter("tags.team = 'risk' AND tags.dataset = 'dataset-7'")}`],
    ['two tags, 1 in 3 and 20 versions', `limit=10&${filter("tags.team = 'risk' AND tags.note = 'rare'")}`],
    ['two tags that never meet', `limit=10&${filter("tags.build = 'build-777' AND tags.note = 'rare'")}`],
    ["tag LIKE 'build-77%'", `limit=10&${filter("tags.build LIKE 'build-77%'")}`],
    ["tag LIKE '%nothing%'", `limit=10&${filter("tags.build LIKE '%nothing%'")}`],
    ['tag !=', `limit=10&${filter("tags.team != 'risk'")}`],
    ['metric > (1 in 1000)', `limit=10&${filter('metrics.auc > 0.999')}`],
    ['metric > (half)', `limit=100&${filter('metrics.auc > 0.5')}`],
    ['metric > (nothing)', `limit=10&${filter('metrics.auc > 2')}`],
    ['two metrics (1 in 100)', `limit=10&${filter('metrics.auc > 0.9 AND metrics.loss < 0.1')}`],
    ['param = (1 in 100)', `limit=10&${filter("params.lr = '0.7'")}`],
    ['name and tag', `limit=10&${filter(`name = '${HOT_MODEL}' AND tags.team = 'risk'`)}`],
    ['newest first', 'limit=100', 'team reader'],
    ['newest first, middle', ({ versions }) => `limit=100&cursor=${cursorAt(idOf('ver', versions / 2))}`, 'team reader'],
    ['by name', `limit=100&${order('name')}`, 'team reader'],
    ['by updatedAt desc', `limit=100&${order('updatedAt desc')}`, 'team reader'],
    ['tag, 1 in 3', `limit=10&${filter("tags.team = 'risk'")}`, 'team reader'],
    ['newest first', 'limit=10', 'one-model reader'],
    ['by updatedAt desc', `limit=10&${order('updatedAt desc')}`, 'one-model reader'],
    ['tag, 1 in 3', `limit=3&${filter("tags.team = 'risk'")}`, 'one-model reader'],
    ['newest first', 'limit=10', 'suffix reader'],
  ]);
}

function modelReads({ ago }: Made): ReadCase[] {
  const hot = `/models/${HOT_MODEL}`;
  const last = ({ versions }: DatabaseSize): number => versions / 10;
  const ofHot = (what: string, query: (size: DatabaseSize) => string): ReadCase =>
    point('/models/{model}/versions', `${what} (a tenth of all)`, (size) => `${hot}/versions?${query(size)}`);
  return [
    point('/models/{model}', 'by name', (size, turn) => `/models/${modelName(someModel(size, turn))}`),
    point('/models/{model}', 'by id', (size, turn) => `/models/${idOf('mdl', someModel(size, turn))}`),
    point('/models/{model}', 'with a tenth of all versions', () => hot),
    point('/models/{model}/aliases/{alias}', 'champion', () => `/models/${modelName(57)}/aliases/champion`),
    point('/models/{model}/versions', 'of one model', (size, turn) => `/models/${modelName(someModel(size, turn))}/versions?limit=10`),
    ofHot('first page', () => 'limit=100'),
    ofHot('middle', (size) => `limit=100&cursor=${cursorAt(last(size) / 2, LATE)}`),
    ofHot('last page', () => `limit=100&cursor=${cursorAt(101, LATE)}`),
    ofHot('by version', () => `limit=100&${order('version')}`),
    ofHot('by createdAt desc', () => `limit=100&${order('createdAt desc')}`),
    ofHot('by updatedAt desc', () => `limit=100&${order('updatedAt desc')}`),
    ofHot('by name', () => `limit=100&${order('name')}`),
    ofHot('stage = Production', () => `limit=10&${filter("stage = 'Production'")}`),
    ofHot('stage = Archived', () => `limit=10&${filter("stage = 'Archived'")}`),
    ofHot('tag, 1 in 3', () => `limit=10&${filter("tags.team = 'risk'")}`),
    ofHot('tag, 1 in 200', () => `limit=10&${filter("tags.dataset = 'dataset-20'")}`),
    ofHot('tag, one version elsewhere', () => `limit=10&${filter("tags.build = 'build-777'")}`),
    ofHot('metric > (1 in 100)', () => `limit=10&${filter('metrics.auc > 0.99')}`),
    ofHot('alias = champion', () => `limit=10&${filter("alias = 'champion'")}`),
    ofHot('createdAt < (2 %)', () => `limit=10&${filter(`createdAt < '${ago(392)}'`)}`),
    point('/models/{model}/versions/{version}', 'one', (size, turn) => `/models/${modelName(someModel(size, turn))}/versions/2`),
    point(
      '/models/{model}/versions/{version}',
      'of the model with a tenth of all',
      (size, turn) => `${hot}/versions/${1 + ((turn * 7919) % last(size))}`,
    ),
    point(
      '/models/{model}/versions/{version}/manifest',
      'none',
      (size, turn) => `/models/${modelName(someModel(size, turn))}/versions/2/manifest`,
    ),
    point(
      '/models/{model}/versions/{version}/manifest',
      'five files',
      (size, turn) => `${hot}/versions/${5 + 10 * ((turn * 79) % (last(size) / 10 - 1))}/manifest`,
    ),
    point('/models/{model}/stages', 'the board', (size, turn) => `/models/${modelName(someModel(size, turn))}/stages`),
    point('/models/{model}/stages', 'the board of a tenth of all', () => `${hot}/stages`),
    ...['Production', 'Archived', 'None'].flatMap((stage) => [
      point('/models/{model}/stages/{stage}', `${stage}, a tenth of all`, () => `${hot}/stages/${stage}`),
      point('/models/{model}/stages/{stage}', `${stage}, 200 days ago, a tenth of all`, () => `${hot}/stages/${stage}?at=${enc(ago(200))}`),
      point('/models/{model}/stages/{stage}', `${stage}, 399 days ago, a tenth of all`, () => `${hot}/stages/${stage}?at=${enc(ago(399))}`),
    ]),
    point(
      '/models/{model}/stages/{stage}',
      '200 days ago',
      (size, turn) => `/models/${modelName(someModel(size, turn))}/stages/Production?at=${enc(ago(200))}`,
    ),
    point('/models/{model}/history', 'of one model', (size, turn) => `/models/${modelName(someModel(size, turn))}/history?limit=10`),
    point('/models/{model}/history', 'a tenth of all, first page', () => `${hot}/history?limit=100`),
    point(
      '/models/{model}/history',
      'a tenth of all, middle',
      () => `${hot}/history?limit=100&cursor=${cursorAt(Date.now() - 200 * 86_400_000, LATE)}`,
    ),
    point(
      '/models/{model}/history',
      'a tenth of all, last page',
      (size) =>
        `${hot}/history?limit=100&cursor=${cursorAt(Date.now() - 400 * 86_400_000 + (800 * 400 * 86_400_000) / size.versions, LATE)}`,
    ),
    point('/models/{model}/history', 'a tenth of all, Production', () => `${hot}/history?limit=100&stage=Production`),
    point('/models/{model}/history', 'a tenth of all, Staging', () => `${hot}/history?limit=1&stage=Staging`),
  ];
}

function flowCases({ ago }: Made): ReadCase[] {
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

function logCases({ ago }: Made): ReadCase[] {
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
  ];
}

function identityCases({ ago }: Made): ReadCase[] {
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

function otherCases({ artifact, upload }: Made): ReadCase[] {
  return [
    { route: `${API}/models/{model}/versions/{version}/uploads/{upload}`, what: 'begun', asker: 'admin', path: () => upload },
    { route: `${API}/models/{model}/versions/{version}/artifacts/{path}`, what: '100 kB', asker: 'admin', path: () => artifact },
    ...list('/webhooks', [
      ['first page', 'limit=20'],
      ['first page', 'limit=10', 'team manager'],
    ]),
    point('/webhooks/{id}', 'one', () => `/webhooks/${idOf('whk', 3)}`),
    point('/version', 'of the service', () => '/version'),
  ];
}
