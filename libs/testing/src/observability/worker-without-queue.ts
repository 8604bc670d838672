import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker } from '#worker/create-worker';
import { loadConfig } from '#platform/config/load-config';
import { SlipwayLogger } from '#platform/logging/slipway-logger';

/** Starts a worker of its own whose Redis is not there. */
export async function startWorkerWithoutQueue(databaseUrl: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'slipway-queueless-'));
  const config = loadConfig({ SLIPWAY_HOME: home, PORT: '0', LOG_LEVEL: 'silent', REDIS_URL: 'redis://127.0.0.1:1' }, 'worker');
  const app = await createWorker(
    { config, databaseUrl, version: 'test' },
    SlipwayLogger.create(config.logging, { write: () => undefined }),
  );
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    stop: async () => {
      await app.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
