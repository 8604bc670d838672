import { Controller, Get, Module, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { ProblemFilter } from '../errors/problem-filter.js';
import { ProblemWriter } from '../errors/problem.js';
import { IfMatch, noneMatchHits, OptionalIfMatch, parseIfMatch, Revisioned } from './etag.js';

@Controller()
class ThingController {
  @Get('thing')
  @Revisioned()
  get() {
    return { name: 'thing', revision: 7 };
  }

  @Put('thing')
  @Revisioned()
  put(@IfMatch() expectedRevision: number | undefined) {
    return { expectedRevision: expectedRevision ?? null, revision: 8 };
  }

  @Put('loose')
  loose(@OptionalIfMatch() expectedRevision: number | undefined) {
    return { expectedRevision: expectedRevision ?? null };
  }
}

@Module({ controllers: [ThingController] })
class ThingModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(ThingModule, new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter([new ProblemWriter(undefined)], SlipwayLogger.create({ level: 'fatal' })));
  await app.init();
});
afterAll(() => app.close());

const call = (method: 'GET' | 'PUT', url: string, headers = {}) => app.inject({ method, url, headers });

it('gives the revision as a strong ETag', async () => {
  const answer = await call('GET', '/thing');
  expect([answer.statusCode, answer.headers['etag'], answer.json()]).toEqual([200, '"7"', { name: 'thing', revision: 7 }]);
});

it('answers 304 without a body to whoever has that revision', async () => {
  for (const tag of ['"7"', 'W/"7"', '"6", "7"', '*']) {
    const answer = await call('GET', '/thing', { 'if-none-match': tag });
    expect([tag, answer.statusCode, answer.body, answer.headers['etag']]).toEqual([tag, 304, '', '"7"']);
  }
  expect((await call('GET', '/thing', { 'if-none-match': '"70"' })).statusCode).toBe(200);
});

it('requires If-Match where a change could overwrite another', async () => {
  const missing = await call('PUT', '/thing');
  expect([missing.statusCode, missing.json().code]).toEqual([428, 'REVISION_REQUIRED']);
  const given = await call('PUT', '/thing', { 'if-match': '"7"' });
  expect([given.statusCode, given.json().expectedRevision, given.headers['etag']]).toEqual([200, 7, '"8"']);
  expect((await call('PUT', '/thing', { 'if-match': '*' })).json()).toMatchObject({ expectedRevision: null });
  expect((await call('PUT', '/loose')).json()).toEqual({ expectedRevision: null });
});

it.each(['7', 'W/"7"', '"7", "8"', '"x"', '"-1"', '', '"99999999999"'])('refuses If-Match %s', async (tag) => {
  const answer = await call('PUT', '/thing', { 'if-match': tag });
  expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([400, 'If-Match']);
});

it('reads the headers by themselves too', () => {
  expect([parseIfMatch('"12"'), parseIfMatch(undefined), parseIfMatch('*')]).toEqual([12, undefined, undefined]);
  expect([noneMatchHits(undefined, 1), noneMatchHits('"1"', 1), noneMatchHits('"2"', 1)]).toEqual([false, true, false]);
});
