import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { generateToken } from '../crypto/tokens.js';
import { noteSubject, runWithRequestContext } from './request-context.js';
import { SlipwayLogger } from './slipway-logger.js';

function capture(): { logger: SlipwayLogger; lines: () => Record<string, unknown>[]; raw: () => string } {
  let text = '';
  const logger = SlipwayLogger.create({ level: 'debug' }, { write: (line) => void (text += line) });
  const lines = (): Record<string, unknown>[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
  return { logger, lines, raw: () => text };
}

it('writes one JSON object a line with the context that Nest passes last', () => {
  const { logger, lines } = capture();
  logger.log('listening', 'Bootstrap');
  logger.withContext('Relay').warn('slow', { lag: 5 });
  expect(lines()).toMatchObject([
    { level: 'info', context: 'Bootstrap', msg: 'listening' },
    { level: 'warn', context: 'Relay', msg: 'slow', data: { lag: 5 } },
  ]);
});

it('tells the time of a line in UTC', () => {
  const { logger, lines } = capture();
  const before = Date.now();
  logger.log('now');
  const time = String(lines()[0]?.['time']);
  expect(time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
});

it('carries the request id of the request that is served, and what it is about, and only there', async () => {
  const { logger, lines } = capture();
  await runWithRequestContext({ requestId: 'req_1' }, async () => {
    await Promise.resolve();
    logger.log('inside');
  });
  logger.log('outside');
  await runWithRequestContext({ requestId: 'req_2', subject: {} }, async () => {
    logger.log('before it is known');
    await Promise.resolve();
    noteSubject('prm_1');
    logger.log('afterwards');
  });
  expect(lines().map((line) => line['requestId'])).toEqual(['req_1', undefined, 'req_2', 'req_2']);
  expect(lines().map((line) => line['promotionId'])).toEqual([undefined, undefined, undefined, 'prm_1']);
});

it('hides secrets at any depth, in errors and inside texts', () => {
  const { logger, lines, raw } = capture();
  const cause = new Error('connect to postgresql://slipway:hunter2@db:5432/x failed');
  const error = Object.assign(new Error('call failed', { cause }), { config: { headers: { Authorization: 'Bearer hunter2hunter2' } } });
  logger.error(error, { a: [{ b: { clientSecret: 'hunter2', private_key: 'hunter2', token: 'hunter2', tokenId: 'tok_1' } }] });
  logger.log('got Authorization: Bearer hunter2hunter2');
  logger.log({ pem: '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----' });
  const [own, webhook, signature] = [generateToken(), `whsec_${randomBytes(32).toString('base64')}`, randomBytes(32).toString('base64url')];
  logger.log(
    `GET /x?token=${own.token} and ${webhook} at https://b.s3/x?X-Amz-Signature=${signature}&X-Amz-Date=1, /p/1?expires=1&signature=${signature}`,
  );
  for (const secret of [own.token.slice(13), webhook.slice(6), signature]) expect(raw()).not.toContain(secret);
  expect(raw()).toContain(`${own.prefix}_[hidden]`);
  expect(raw()).toContain('&X-Amz-Date=1');
  expect(raw()).not.toContain('hunter2');
  expect(raw()).toContain('tok_1');
  expect(lines()[0]).toMatchObject({ msg: 'call failed', level: 'error' });
});

it('lets no user text forge a line, replace a field or steer the terminal', () => {
  const { logger, lines, raw } = capture();
  logger.log('name\n{"level":"error","msg":"forged"}\u001b[2J\u009b2J %s %j', { level: 'fatal', msg: 'forged', time: 0 });
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).toMatchObject({ level: 'info', data: { level: 'fatal' } });
  expect(raw()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

it('survives cycles, endless depth and objects that throw', () => {
  const { logger, lines } = capture();
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  let deep: unknown = 1;
  for (let level = 0; level < 5_000; level += 1) deep = { deep };
  const thrower = {
    get value(): never {
      throw new Error('no');
    },
  };
  logger.log('odd', { cycle, deep, thrower, big: 1n, bytes: new Uint8Array(3) });
  expect(lines()[0]).toMatchObject({ data: { cycle: { self: '[circular]' }, thrower: '[unreadable]', big: '1', bytes: '[3 bytes]' } });
});
