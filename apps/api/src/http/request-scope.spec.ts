import { Body, Controller, Logger, Module, Post } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '#persistence/core/database';
import { currentRequestContext } from '#platform/logging/request-context';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { Public } from '../auth/public.js';

/** Code that knows nothing of requests and writes log lines: before and after it has waited for the database. */
@Public()
@Controller()
class TalkativeController {
  private readonly logger = new Logger('Talkative');

  constructor(private readonly database: Database) {}

  @Post('talk')
  async talk(@Body() body: { readonly name: string }): Promise<object> {
    this.logger.log(`before ${body.name}`);
    await this.database.pool.query('SELECT pg_sleep(0.05)');
    await this.database.client.$queryRaw`SELECT 1`;
    this.logger.log(`after ${body.name}`);
    return {};
  }
}

@Module({ controllers: [TalkativeController] })
class TalkativeModule {}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ modules: [TalkativeModule] });
});
afterAll(() => api.close());

it("gives every log line of a request its id, whoever writes it and whatever it waited for, and nobody else's", async () => {
  const names = Array.from({ length: 20 }, (_, n) => `talker-${n}`);
  const talk = (name: string) => api.request('POST', '/talk', { body: { name }, headers: { 'x-request-id': `req-${name}` } });
  // Twice, so that connections are used again.
  for (const half of [names.slice(0, 10), names.slice(10)]) await Promise.all(half.map(talk));
  const lines = api
    .log()
    .trimEnd()
    .split('\n')
    .map((line): { readonly context?: string; readonly msg: string; readonly requestId?: string } => JSON.parse(line))
    .filter(({ context }) => context === 'Talkative');
  expect(lines).toHaveLength(40);
  for (const { msg, requestId } of lines) expect(requestId).toBe(`req-${msg.split(' ')[1] ?? ''}`);
  expect(currentRequestContext()).toBeUndefined();
});
