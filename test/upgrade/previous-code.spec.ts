import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { checkAuditChain } from '#persistence/backup/check-audit-chain';
import { serviceEnvironment } from '#testing/crash/service-environment';
import { createTestDatabase } from '#testing/database/test-database';
import { notRun } from '#testing/peers/not-run';
import { apiCaller } from '#testing/upgrade/api-caller';
import { fillEveryTable } from '#testing/upgrade/fill-every-table';
import { previousRelease } from '#testing/upgrade/previous-release';
import { readEveryGet } from '#testing/upgrade/read-every-get';
import { brokenInvariants } from '#testing/upgrade/registry-invariants';
import { startRelease } from '#testing/upgrade/running-release';

const LONG_MS = 240_000;
const before = await previousRelease();
if (before === null) notRun('release 0.1.0 is not in the history of this checkout (a shallow clone)');

/* What a rollback to the release before meets: its API and its worker, unchanged, on tables that today's migrations made. */
it.skipIf(before === null)(
  "release 0.1.0 does everything that it could do on today's tables",
  async () => {
    if (before === null) return;
    const database = await createTestDatabase();
    onTestFinished(database.drop);
    const home = mkdtempSync(join(tmpdir(), 'slipway-previous-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const env = serviceEnvironment(database.url, home);
    const [api, worker] = await Promise.all((['api', 'worker'] as const).map((kind) => startRelease(before, kind, env)));
    if (api === undefined || worker === undefined) throw new Error('unreachable');
    onTestFinished(async () => void (await Promise.all([api, worker].map(({ program }) => program.stop()))));

    await fillEveryTable(api.url, env.SLIPWAY_ADMIN_TOKEN);

    const openApi: unknown = await (await fetch(`${api.url}/openapi.json`)).json();
    const answers = Object.entries(await readEveryGet(apiCaller(api.url, env.SLIPWAY_ADMIN_TOKEN), openApi));
    expect(answers.length).toBeGreaterThan(60);
    expect(answers.filter(([, { status }]) => status >= 400 && status !== 404)).toEqual([]);
    expect(await brokenInvariants(database.url)).toEqual({});
    await vi.waitFor(async () => expect(await checkAuditChain(database.url)).toBeNull(), { timeout: 30_000, interval: 200 });
  },
  LONG_MS,
);
