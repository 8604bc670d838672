import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patterned, sha256 } from '#testing/artifacts/bytes';
import { filesUnder } from '#testing/artifacts/blob-files';
import { openVersion } from '#testing/artifacts/open-version';
import { startS3Server, type S3Server } from '#testing/artifacts/s3-server';
import { completed, putTo, type ShownUpload } from '#testing/artifacts/upload-by-parts';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { findPeer, missingPeer } from '#testing/peers/peer';

const PART = 8 * 1024 * 1024;
const bytes = patterned(2 * PART + 1_000);
const FILE = { path: 'weights.bin', size: bytes.length, sha256: sha256(bytes), partSize: PART };
const partOf = (number: number) => bytes.subarray((number - 1) * PART, number * PART);

if (findPeer('versitygw') === null) console.log(missingPeer('versitygw'));

describe.skipIf(findPeer('versitygw') === null)('with an S3-compatible store', () => {
  let s3: S3Server;
  let api: TestApi;
  let count = 0;
  beforeAll(async () => {
    s3 = await startS3Server();
    api = await startTestApi({ env: s3.env });
  });
  afterAll(async () => {
    await api.close();
    await s3.stop();
  });

  const version = async () => (await openVersion(api, `on-s3-${(count += 1)}`)).url;
  const begun = async (at: string): Promise<{ readonly url: string; readonly upload: ShownUpload }> => {
    const { json } = await api.request<ShownUpload>('POST', `${at}/uploads`, { body: FILE });
    return { url: `${at}/uploads/${json.id}`, upload: json };
  };
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${api.url}${path}`, { redirect: 'manual', headers: { authorization: `Bearer ${api.adminToken}`, ...headers } });

  it('takes parts straight into the bucket, reads them once, and gives them out verified or by redirect', async () => {
    const at = await version();
    const { url, upload } = await begun(at);
    for (const part of upload.parts) {
      expect(part.url).toContain(s3.place.endpoint);
      expect((await putTo(part.url, partOf(part.number))).status).toBe(200);
    }
    expect((await api.request<ShownUpload>('GET', url)).json).toMatchObject({ arrivedParts: 3, arrivedBytes: FILE.size });
    expect((await completed(api, url)).json).toMatchObject({ state: 'completed', sha256: FILE.sha256 });

    const file = `${at}/artifacts/${FILE.path}`;
    const whole = await get(file);
    expect([whole.status, sha256(new Uint8Array(await whole.arrayBuffer()))]).toEqual([200, FILE.sha256]);
    const range = await get(file, { range: 'bytes=-10' });
    expect([range.status, sha256(new Uint8Array(await range.arrayBuffer()))]).toEqual([206, sha256(bytes.subarray(-10))]);

    const sent = await get(`${file}?redirect=true`);
    expect([sent.status, sent.headers.get('cache-control')]).toEqual([307, 'no-store']);
    const direct = await fetch(sent.headers.get('location') ?? '', { headers: { range: 'bytes=0-4' } });
    expect([direct.status, sha256(new Uint8Array(await direct.arrayBuffer()))]).toEqual([206, sha256(bytes.subarray(0, 5))]);
    expect(direct.headers.get('content-disposition')).toContain('attachment; filename="weights.bin"');
    expect(direct.headers.get('content-type')).toBe('application/octet-stream');
  });

  it('binds the address of a part to its size', async () => {
    const { upload, url } = await begun(await version());
    expect((await putTo(upload.parts[0]?.url, partOf(3))).status).toBe(403);
    expect((await api.request<ShownUpload>('GET', url)).json.arrivedParts).toBe(0);
    expect((await api.request('DELETE', url)).status).toBe(204);
    expect((await putTo(upload.parts[2]?.url, partOf(3))).status).toBe(404);
  });

  it('passes parts on for clients that cannot reach the store', async () => {
    const { url, upload } = await begun(await version());
    for (const { number } of upload.parts) {
      const answer = await api.request('PUT', `${url}/parts/${number}`, { body: partOf(number) });
      expect([number, answer.status, answer.json]).toEqual([
        number,
        200,
        { number, size: partOf(number).length, sha256: sha256(partOf(number)) },
      ]);
    }
    expect((await completed(api, url)).status).toBe(200);
  });

  it('drops what is not what was announced', async () => {
    const { url, upload } = await begun(await version());
    for (const { number, url: address } of upload.parts) await putTo(address, patterned(partOf(number).length, 99));
    const before = (await filesUnder(s3.folder)).length;
    expect((await completed(api, url)).status).toBe(400);
    expect((await filesUnder(s3.folder)).length).toBeLessThan(before);
  });

  it('answers 503 with Retry-After while the store is away, says so, and goes on when it is back', async () => {
    const at = await version();
    await api.request('PUT', `${at}/artifacts/small.txt`, { body: 'hello' });
    await s3.kill();
    const away = await api.request('GET', `${at}/artifacts/small.txt`);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
    expect(away.text).toContain('artifact store (S3) cannot be used now');
    expect((await api.request('PUT', `${at}/artifacts/other.txt`, { body: 'hello' })).status).toBe(503);
    const ready = () => api.request('GET', '/readyz', { token: null });
    await expect.poll(async () => (await ready()).json, { timeout: 10_000 }).toMatchObject({ status: 'degraded', artifacts: 'away' });
    await s3.restart();
    expect((await api.request('GET', `${at}/artifacts/small.txt`)).text).toBe('hello');
    await expect.poll(async () => (await ready()).json, { timeout: 10_000 }).toMatchObject({ status: 'ready' });
  });

  it('does not start on a bucket that is not there, or with a wrong key', async () => {
    const start = (env: Record<string, string>) => startTestApi({ env: { ...s3.env, ...env }, databaseUrl: api.databaseUrl });
    await expect(start({ SLIPWAY_ARTIFACT_ROOT: 's3://nothing-here' })).rejects.toThrow(
      'The bucket "nothing-here" of the artifact store is not there',
    );
    await expect(start({ AWS_SECRET_ACCESS_KEY: 'wrong' })).rejects.toThrow('The bucket "models" of the artifact store');
  });
});
