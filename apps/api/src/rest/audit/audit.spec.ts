import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditCrypto } from '#application/ports/audit-crypto';
import { AuditStore } from '#application/ports/audit-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { SealAudit } from '#application/seal-audit/seal-audit';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { checkpointOf } from '../../../../../tools/audit-verify/read-export.js';
import { verifyExport } from '../../../../../tools/audit-verify/verify-export.js';

interface Listed {
  readonly items: readonly {
    readonly id: string;
    readonly action: string;
    readonly model: string | null;
    readonly position: number | null;
    readonly requestId: string | null;
    readonly actor: { readonly id: string };
  }[];
  readonly nextCursor: string | null;
}

let api: TestApi;
let manager: string;
let reader: string;
beforeAll(async () => {
  api = await startTestApi();
  manager = await api.tokenFor('manager', 'model:b-*');
  reader = await api.tokenFor('reader');
  for (const name of ['a-1', 'b-1', 'b-2']) await api.request('POST', '/api/v1/models', { body: { name } });
  await api.request('POST', '/api/v1/users', { body: { name: 'eve' } });
});
afterAll(() => api.close());

/** What the worker does all the time. */
function seal(): Promise<number> {
  const [store, crypto, unit] = [api.app.get(AuditStore), api.app.get(AuditCrypto), api.app.get(UnitOfWork)];
  return new SealAudit(store, crypto, unit).execute('default');
}

async function list(query = '', token = api.adminToken): Promise<Listed> {
  const { status, json, text } = await api.request<Listed>('GET', `/api/v1/audit${query}`, { token });
  expect([status, text]).toEqual([200, text]);
  return json;
}

describe('GET /audit', () => {
  it('shows who did what, newest first, with the place in the chain once there is one', async () => {
    const [newest] = (await list('?limit=1')).items;
    expect(newest).toMatchObject({ action: 'user.create', model: null, position: null, requestId: expect.any(String) });
    await seal();
    expect((await list('?limit=1')).items[0]?.position).toBeGreaterThan(0);
    const [first, second] = [await list('?limit=2'), await list('?limit=10')];
    const rest = await list(`?limit=10&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...rest.items]).toEqual(second.items);
  });

  it('shows a manager the log of their models only, and a reader none', async () => {
    const { items } = await list('', manager);
    expect(new Set(items.map(({ model }) => model))).toEqual(new Set(['b-1', 'b-2']));
    expect((await list('?model=a-1', manager)).items).toEqual([]);
    expect(new Set((await list()).items.map(({ model }) => model))).toEqual(new Set(['a-1', 'b-1', 'b-2', null]));
    const refused = await api.request('GET', '/api/v1/audit', { token: reader });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('audit.read')]);
  });

  it('filters by model, actor, action, kind of thing and time', async () => {
    const all = (await list('?limit=100')).items;
    const [some] = all;
    expect((await list('?model=b-1')).items.every(({ model }) => model === 'b-1')).toBe(true);
    expect((await list(`?actor=${some?.actor.id ?? ''}`)).items).toHaveLength(all.length);
    expect((await list('?actor=usr_nobody')).items).toEqual([]);
    expect((await list('?action=user.create')).items).toHaveLength(1);
    expect((await list('?objectType=user')).items).toHaveLength(1);
    expect((await list('?until=2026-01-01T00:00:00Z')).items).toEqual([]);
    expect((await list('?since=2026-01-01T00:00:00Z&limit=100')).items).toHaveLength(all.length);
  });
});

it('gives any reader the key and a checkpoint of the newest entry', async () => {
  await seal();
  const key = await api.request('GET', '/api/v1/audit/key', { token: reader });
  expect([key.status, key.headers.get('content-type'), key.text]).toEqual([
    200,
    expect.stringContaining('application/x-pem-file'),
    expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/),
  ]);
  const checkpoint = await api.request<{ position: number }>('GET', '/api/v1/audit/checkpoint', { token: reader });
  expect([checkpoint.status, checkpoint.json.position]).toEqual([200, (await list('?limit=1')).items[0]?.position]);
  expect((await api.request('GET', '/api/v1/audit/checkpoint', { token: reader })).text).toBe(checkpoint.text);
  expect((await api.request('GET', '/api/v1/audit/key', { token: null })).status).toBe(401);
});

it('exports what the verifier takes, to administrators only, and notes who did', async () => {
  await seal();
  expect((await api.request('GET', '/api/v1/audit/export', { token: manager })).status).toBe(403);
  const [key, checkpoint, exported] = [
    await api.request('GET', '/api/v1/audit/key'),
    await api.request('GET', '/api/v1/audit/checkpoint'),
    await api.request('GET', '/api/v1/audit/export'),
  ];
  expect([exported.status, exported.headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-export-'));
  const file = join(folder, 'audit.ndjson');
  await writeFile(file, exported.text);
  const verdict = await verifyExport({ file, publicKeys: [key.text], checkpoint: checkpointOf(checkpoint.json) ?? null });
  await rm(folder, { recursive: true });
  expect(verdict).toMatchObject({ code: 0 });
  expect((await list('?limit=1')).items[0]).toMatchObject({ action: 'audit.export' });
  const part = await api.request('GET', '/api/v1/audit/export?since=2&until=3');
  expect(part.text.trim().split('\n')).toHaveLength(3);
});
