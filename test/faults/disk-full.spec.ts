import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { mountSmallDisk, type SmallDisk } from '#testing/cluster/small-disk';
import { underLoad } from '#testing/cluster/under-load';
import { BUSY_MS, FIRST_MS, firstDeliveryAfter, until } from '#testing/cluster/until';
import { notRun } from '#testing/peers/not-run';

const LONG_MS = 600_000;
/** A fresh cluster takes about 60 MB, and Postgres keeps up to as much again of its log. */
const POSTGRES_MB = 200;
const ARTIFACTS_MB = 8;

const disks = await Promise.all([mountSmallDisk(POSTGRES_MB), mountSmallDisk(ARTIFACTS_MB)]);
const [postgresDisk, artifactDisk] = disks;
const mounted = postgresDisk !== null && artifactDisk !== null;
if (!mounted) notRun('full disks need root on Linux, to mount a tmpfs');
afterAll(() => Promise.all(disks.map((disk) => disk?.remove() ?? Promise.resolve())));

describe.skipIf(!mounted)('with little room', () => {
  let cluster: Cluster;
  let disk: SmallDisk;
  beforeAll(async () => {
    if (postgresDisk === null || artifactDisk === null) throw new Error('there are no disks');
    disk = postgresDisk;
    const env = { SLIPWAY_ARTIFACT_ROOT: `file:${artifactDisk.folder}` };
    cluster = await Cluster.start({ queue: QUEUE_OF_RUN, disk, env });
  }, LONG_MS);
  afterAll(() => cluster.stop(), LONG_MS);

  it(
    'answers 503 while the disk of Postgres is full, also where that ends Postgres, and loses nothing',
    async () => {
      await underLoad(cluster, 'full', async (load) => {
        await disk.fill();
        await until('a command that finds no room', async () => {
          const { status } = await cluster.client.call('POST', '/api/v1/models', {
            name: `full-${Math.random()}`,
            description: 'x'.repeat(9_000),
          });
          expect([0, 201, 503]).toContain(status);
          return status === 503;
        });
        await disk.free();
        // Without room for its log Postgres ends by itself.
        if (!cluster.postgres.alive) await cluster.postgres.restart();
        const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
        process.stderr.write(`the disk of Postgres was full: first delivery ${Math.round(delivery)} ms after there was room\n`);
        expect(delivery).toBeLessThan(FIRST_MS + BUSY_MS);
        await load.more(20);
      });
    },
    LONG_MS,
  );

  it(
    'refuses what does not fit where artifacts are kept, keeps nothing of it, and goes on promoting',
    async () => {
      await underLoad(cluster, 'artifacts', async (load) => {
        await artifactDisk?.fill();
        const path = '/api/v1/models/with-files/versions/1/artifacts/big.bin';
        const upload = () => cluster.client.put(path, Buffer.alloc(3_000_000, 7));
        await cluster.client.must('POST', '/api/v1/models', { name: 'with-files' });
        await cluster.client.must('POST', '/api/v1/models/with-files/versions', {});
        expect(await upload()).toBe(507);
        await load.more(10);
        await artifactDisk?.free();
        expect(await upload()).toBeLessThan(300);
      });
    },
    LONG_MS,
  );
});
