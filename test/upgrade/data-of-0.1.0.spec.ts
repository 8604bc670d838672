import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { startReceiver } from '#testing/effects/receiver';
import { runProgram } from '#testing/operation/run-program';
import { apiCaller, must, type ApiCall } from '#testing/upgrade/api-caller';
import { compareAnswers } from '#testing/upgrade/compare-answers';
import { textOf } from '#testing/upgrade/fill-every-table';
import { readEveryGet } from '#testing/upgrade/read-every-get';
import { fixtureFacts, unpackFixture } from '#testing/upgrade/unpack-fixture';
import { verifyExport } from '../../tools/audit-verify/verify-export.js';

const SERVER = new URL('../../apps/server/src/main.ts', import.meta.url);
const API = new URL('../../apps/api/src/main.ts', import.meta.url);
const LONG_MS = 240_000;
/** What answers have gained since; nothing else may differ. */
const ADDITIONS: readonly string[] = ['tokens: mintedWith'];

async function homeOf(name: 'v0.1.0' | 'v0.1.0-killed'): Promise<string> {
  const home = await unpackFixture(name);
  onTestFinished(() => removeEmbeddedPostgres(home));
  return home;
}

const tokenOf = (home: string): string => readFileSync(join(home, 'admin-token'), 'utf8').trim();

/** `npm start` of today on a home; stops it at the end of the test. */
async function start(home: string): Promise<ApiCall> {
  const program = runProgram(SERVER, { SLIPWAY_HOME: home, PORT: '0' });
  onTestFinished(async () => void (await program.stop()));
  const [, url = ''] = await program.waitFor(/Slipway is running at (http:\S+)/);
  return apiCaller(url, tokenOf(home));
}

// PostgreSQL's files of Linux; the unpacking needs tar with the options of POSIX systems.
const supported = process.platform !== 'win32';

it.skipIf(!supported)(
  'opens the data of release 0.1.0, and answers every GET as 0.1.0 did',
  async () => {
    const home = await homeOf('v0.1.0');
    const log = { info: () => undefined, warn: () => undefined };
    const postgres = await startEmbeddedPostgres({ home, log });
    onTestFinished(() => postgres.stop());
    // An API alone: no worker moves anything on while it is read.
    const api = runProgram(API, {
      DATABASE_URL: postgres.url,
      SLIPWAY_HOME: home,
      SLIPWAY_ENCRYPTION_KEYS: readFileSync(join(home, 'encryption-keys'), 'utf8'),
      SLIPWAY_AUDIT_KEY: readFileSync(join(home, 'audit-key.pem'), 'utf8'),
      PORT: '0',
    });
    onTestFinished(async () => void (await api.stop()));
    const [, url = ''] = await api.waitFor(/Listening on (http:[^"]+)"/);
    const openApi: unknown = await (await fetch(`${url}/openapi.json`)).json();
    const now = await readEveryGet(apiCaller(url, tokenOf(home)), openApi);
    const { answers } = fixtureFacts();
    expect(Object.keys(answers).length).toBeGreaterThan(150);
    expect(compareAnswers(answers, now)).toEqual({ differences: [], additions: ADDITIONS });
  },
  LONG_MS,
);

it.skipIf(!supported)(
  'goes on with the data of release 0.1.0: promotions, rollbacks, deliveries, the audit log under the checkpoint of then',
  async () => {
    const home = await homeOf('v0.1.0');
    const call = await start(home);
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const { items } = await must(call('GET', '/api/v1/webhooks?limit=100'));
    const waiting = (Array.isArray(items) ? items : []).find((one: unknown) => textOf(one, 'description') === '/ordered') as unknown;
    const endpoint = textOf(waiting, 'id');
    await must(call('PATCH', `/api/v1/webhooks/${endpoint}`, { url: receiver.url, state: 'active' }));
    const promoted = await must(call('POST', '/api/v1/promotions', { model: 'churn', version: 3, toStage: 'Production' }));
    expect(promoted).toMatchObject({ state: 'applied', archivedVersions: [1] });
    const back = await call('POST', '/api/v1/models/churn/stages/Production/rollback', { from: 3, to: 1, reason: 'as before' });
    expect([back.status, back.json]).toMatchObject([201, { kind: 'rollback', version: 1 }]);
    const ids = (): readonly unknown[] =>
      receiver.received.map(({ body }) => (JSON.parse(body) as { data: { promotionId?: string } }).data.promotionId);
    await vi.waitFor(() => expect(ids()).toEqual(expect.arrayContaining([promoted['id'], textOf(back.json, 'id')])), { timeout: 60_000 });
    // What waited for this endpoint when 0.1.0 was stopped came first: it takes its events in order.
    expect(receiver.received[0]?.event.model).toBe('churn');
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);

    const folder = mkdtempSync(join(tmpdir(), 'slipway-export-'));
    const exported = await vi.waitFor(async () => {
      const { text } = await call('GET', '/api/v1/audit/export');
      expect(text).toContain(textOf(back.json, 'id'));
      return text;
    }, 30_000);
    writeFileSync(join(folder, 'audit.ndjson'), exported);
    const publicKey = (await call('GET', '/api/v1/audit/key')).text;
    const verdict = await verifyExport({
      file: join(folder, 'audit.ndjson'),
      publicKeys: [publicKey],
      checkpoint: fixtureFacts().checkpoint,
    });
    expect(verdict.said[0]).toMatch(/^HOLDS: entries 1 to /);
  },
  LONG_MS,
);

it.skipIf(!supported)(
  'opens the data of a release 0.1.0 that was killed, and has every promotion that it acknowledged',
  async () => {
    const call = await start(await homeOf('v0.1.0-killed'));
    const { acknowledged } = fixtureFacts();
    expect(acknowledged.length).toBeGreaterThan(20);
    for (const id of acknowledged) expect(await must(call('GET', `/api/v1/promotions/${id}`))).toMatchObject({ id, state: 'applied' });
    await must(call('POST', '/api/v1/models/busy/versions', { source: 's3://bucket/model' }));
    const promoted = await must(call('POST', '/api/v1/promotions', { model: 'busy', version: 4, toStage: 'Production' }));
    expect(promoted).toMatchObject({ state: 'applied' });
  },
  LONG_MS,
);
