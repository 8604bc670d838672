import { afterAll, describe } from 'vitest';
import { redisIsInstalled, startRedis, type RedisServer } from '#testing/redis/redis-server';
import { testCrashPoints } from './point-tests.js';

const installed = redisIsInstalled();
if (!installed) process.stderr.write('The crash tests on Redis did not run: redis-server is not installed\n');

describe.skipIf(!installed)('with the queue on Redis', () => {
  let redis: RedisServer | null = null;
  afterAll(() => redis?.stop());
  testCrashPoints(['after-relay', 'after-claim', 'after-send', 'after-github-accepted'], async () => {
    redis = await startRedis();
    return { REDIS_URL: redis?.url ?? '' };
  });
});
