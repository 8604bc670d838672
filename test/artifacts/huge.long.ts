import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LargeFile } from '#testing/artifacts/large-file';
import { UploadClient } from '#testing/artifacts/large-uploads';
import { startS3Server } from '#testing/artifacts/s3-server';
import type { ShownUpload } from '#testing/artifacts/upload-by-parts';
import { CrashService } from '#testing/crash/crash-service';
import { serviceEnvironment } from '#testing/crash/service-environment';
import { createTestDatabase } from '#testing/database/test-database';
import { findPeer, missingPeer } from '#testing/peers/peer';

/** 12 GB unless told: `SLIPWAY_HUGE_BYTES=1000000000 npm run test:long -- huge`. */
const SIZE = Number(process.env['SLIPWAY_HUGE_BYTES'] ?? 12_000_000_000);
/** What the service's process may grow by, on its way from idle to its peak. */
const MOST_GROWTH = 150 * 1024 * 1024;

const file = new LargeFile(SIZE);

const STORES = {
  'on disk': (home: string) =>
    Promise.resolve({ env: { SLIPWAY_ARTIFACT_ROOT: `file:${join(home, 'bytes')}` }, stop: () => Promise.resolve() }),
  'on S3': () => startS3Server(),
};

describe.each(Object.entries(STORES))(`a file of ${SIZE} bytes %s`, (name, start) => {
  const missing = name === 'on S3' && findPeer('versitygw') === null;
  if (missing) console.log(missingPeer('versitygw'));

  it.skipIf(missing)('is uploaded by parts, read back whole and by its end, and the process stays small', async () => {
    const home = await mkdtemp(join(process.env['SLIPWAY_HUGE_FOLDER'] ?? tmpdir(), 'slipway-huge-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const store = await start(home);
    onTestFinished(store.stop);
    const database = await createTestDatabase();
    onTestFinished(database.drop);
    const env = { ...serviceEnvironment(database.url, join(home, 'home')), ...store.env, PORT: '0' };
    const service = await CrashService.start(env);
    onTestFinished(() => service.kill());
    const client = new UploadClient(service.url, env.SLIPWAY_ADMIN_TOKEN);
    const sha256 = file.sha256();
    const version = await client.version('huge');
    const idle = await peakOf(service.pid);

    const begun = performance.now();
    const body = { path: 'weights.bin', size: SIZE, sha256 };
    const { json: upload } = await client.call<ShownUpload>('POST', `${version}/uploads`, body);
    const url = `${version}/uploads/${upload.id}`;
    expect(await client.sendMissing(url, file)).toBe(upload.partCount);
    const sent = performance.now();
    expect(await client.complete(url)).toMatchObject({ state: 'completed', size: SIZE, sha256 });
    const completed = performance.now();
    await client.call('POST', `${version}/finalize`, {});
    expect(await client.digestOf(`${version}/artifacts/weights.bin`)).toBe(sha256);
    const read = performance.now();
    expect(await client.digestOf(`${version}/artifacts/weights.bin`, `bytes=${SIZE - 1}-`)).toHaveLength(64);
    const growth = (await peakOf(service.pid)) - idle;
    console.log(
      `${name}: ${SIZE} bytes in ${upload.partCount} parts; sent ${rate(sent - begun)}, completed ${rate(completed - sent)}, read ${rate(read - completed)} MiB/s; the process grew by ${Math.round(growth / 1024 / 1024)} MiB`,
    );
    expect(growth).toBeLessThan(MOST_GROWTH);
  });
});

/** The most memory that the process has ever had resident. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

function rate(ms: number): number {
  return Math.round(SIZE / 1024 / 1024 / (ms / 1_000));
}
