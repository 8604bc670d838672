import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
beforeAll(async () => {
  world = await RegistryWorld.start();
});
afterAll(() => world.stop());

it('registers an external version as READY at once, with all that it carries, and tells of it', async () => {
  const model = await world.model('external');
  const version = await world.version('external', {
    source: 's3://bucket/a',
    runId: 'run-1',
    runLink: 'https://runs.example/1',
    description: 'first',
    lineage: { gitCommit: 'ABCDEF1', datasets: [{ name: 'd', digest: 'md5:d41d8cd98f00b204e9800998ecf8427e' }] },
    tags: { team: 'risk' },
    metrics: { auc: 0.91, loss: 'NaN', top: 'Infinity', tiny: 5e-324 },
    params: { lr: '1e-3' },
  });
  expect(version).toMatchObject({
    model: 'external',
    modelId: model.id,
    version: 1,
    stage: 'None',
    status: 'READY',
    integrity: 'unverified',
    source: 's3://bucket/a',
    runId: 'run-1',
    lineage: { gitCommit: 'abcdef1' },
    tags: { team: 'risk' },
    metrics: { auc: 0.91, loss: 'NaN', top: 'Infinity', tiny: 5e-324 },
    params: { lr: '1e-3' },
    checks: [],
    aliases: [],
    artifactBytes: 0,
    creator: { type: 'user', id: 'usr_ada', name: 'ada' },
    revision: 1,
  });
  const [, registered] = await world.events(model.id);
  expect(registered).toMatchObject({
    type: 'version.registered',
    stage: 'None',
    data: { version: 1, source: 's3://bucket/a', gitCommit: 'abcdef1' },
  });
  expect(await world.seeModel('external')).toMatchObject({ lastVersion: 1, revision: 2 });
});

it('leaves a version whose files will be uploaded pending, at our own address, and tells nobody yet', async () => {
  const model = await world.model('files');
  const { versionId } = await world.registerVersion.execute(world.admin, { model: 'files' });
  expect(await world.versions.getById('default', world.admin.actor, versionId)).toMatchObject({
    version: 1,
    status: 'PENDING_REGISTRATION',
    source: `slipway:/models/${model.id}/versions/1`,
  });
  expect((await world.events(model.id)).map((event) => event.type)).toEqual(['model.created']);
  expect(await world.audit(model.id)).toEqual(['model.create done', 'version.register done']);
  const entry = await world.database.client.auditEntry.findFirst({ where: { objectId: versionId } });
  expect(entry?.data).toMatchObject({ version: 1, status: 'PENDING_REGISTRATION' });
});

it('gives numbers without gaps or repeats to eight writers at once', async () => {
  const model = await world.model('busy');
  const writer = async () => {
    for (let turn = 0; turn < 50; turn += 1) await world.registerVersion.execute(world.admin, { model: 'busy', source: 's3://b/m' });
  };
  await Promise.all(Array.from({ length: 8 }, writer));
  const rows = await world.database.client.modelVersion.findMany({ where: { modelId: model.id }, orderBy: { version: 'asc' } });
  expect(rows.map((row) => row.version)).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
  const events = await world.events(model.id);
  expect(events.slice(1).map((event) => event.data['version'])).toEqual(rows.map((row) => row.version));
  const times = rows.map((row) => row.createdAt.getTime());
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
});

it('never gives the number of a deleted version again', async () => {
  await world.model('reuse');
  for (let turn = 0; turn < 3; turn += 1) await world.version('reuse');
  await world.deleteVersion.execute(world.admin, { model: 'reuse', version: 3 });
  expect((await world.version('reuse')).version).toBe(4);
});

it('answers a repeat under the same idempotency key with the first version', async () => {
  await world.model('keyed');
  const keyed = (bodyHash: string) => contextOf(user('ada', 'admin'), { idempotency: { route: 'POST /v', key: 'k', bodyHash } });
  const command = { model: 'keyed', source: 's3://b/m' };
  const first = await world.registerVersion.execute(keyed('a'), command);
  expect(await world.registerVersion.execute(keyed('a'), command)).toEqual({
    outcome: 'replayed',
    versionId: first.versionId,
    status: 201,
  });
  await expect(world.registerVersion.execute(keyed('b'), command)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect((await world.seeModel('keyed')).lastVersion).toBe(1);
});

it.each([
  [{ source: 'runs:/1/model' }, '/source'],
  [{ source: 'models:/other/1' }, '/source'],
  [{ source: 'slipway:/models/x/versions/1' }, '/source'],
  [{ source: 'file:///etc/passwd' }, '/source'],
  [{ source: 'https://user:pw@host/x' }, '/source'],
  [{ runLink: 'javascript:alert(1)' }, '/runLink'],
  [{ metrics: { 'a/b': 'high' } }, '/metrics/a~1b'],
  [{ params: { x: 'y'.repeat(6001) } }, '/params/x'],
  [{ lineage: { gitCommit: 'zz' } }, '/lineage/gitCommit'],
])('refuses %j at %s', async (command, pointer) => {
  await expect(world.registerVersion.execute(world.admin, { model: 'files', ...command })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    errors: [{ pointer }],
  });
});

it('says the same of a model that is missing and of one out of sight', async () => {
  await world.model('secret');
  const outsider = contextOf(user('oscar', 'editor', 'model:public-*'));
  const refusal = async (model: string) =>
    world.registerVersion.execute(outsider, { model, source: 's3://b/m' }).catch((error: Error) => error.message.replaceAll(model, 'X'));
  expect(await refusal('secret')).toBe(await refusal('absent'));
  await expect(world.registerVersion.execute(contextOf(user('rob', 'reader')), { model: 'secret' })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    extra: { permission: 'version.write' },
  });
});
