import type { Readable } from 'node:stream';
import { Body, Controller, Module, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { ProblemFilter } from '../errors/problem-filter.js';
import { ProblemWriter } from '../errors/problem.js';
import { BytesBody, StreamBody } from './body-mode.js';
import { MAX_JSON_BYTES, registerBodyParser } from './body-parser.js';

@Controller()
class BodyController {
  @Put('stream')
  @StreamBody()
  async stream(@Body() body: Readable | undefined): Promise<{ bytes: number }> {
    let bytes = 0;
    for await (const chunk of body ?? []) bytes += (chunk as Buffer).length;
    return { bytes };
  }

  @Put('bytes')
  @BytesBody()
  bytes(@Body() body: Buffer): { text: string } {
    return { text: body.toString() };
  }
}

@Module({ controllers: [BodyController] })
class BodyModule {}

let app: NestFastifyApplication;
let url: string;
beforeAll(async () => {
  const adapter = new FastifyAdapter({ bodyLimit: MAX_JSON_BYTES });
  registerBodyParser(adapter.getInstance());
  app = await NestFactory.create<NestFastifyApplication>(BodyModule, adapter, { logger: false, bodyParser: false });
  app.useGlobalFilters(new ProblemFilter([new ProblemWriter(undefined)], SlipwayLogger.create({ level: 'fatal' })));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(() => app.close());

const put = async (path: string, body: string | Buffer | undefined, type?: string) => {
  const headers = type === undefined ? {} : { 'content-type': type };
  const response = await fetch(url + path, { method: 'PUT', headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, json: await response.json() };
};

it('hands a stream over unread, of any type and past every limit', async () => {
  expect(await put('/stream', Buffer.alloc(MAX_JSON_BYTES + 1), 'application/octet-stream')).toEqual({
    status: 200,
    json: { bytes: MAX_JSON_BYTES + 1 },
  });
  expect(await put('/stream', 'not json', 'application/json')).toMatchObject({ json: { bytes: 8 } });
  expect(await put('/stream', Buffer.from('abc'))).toMatchObject({ json: { bytes: 3 } });
  expect(await put('/stream', undefined)).toMatchObject({ json: { bytes: 0 } });
});

it('hands signed bodies over byte for byte, within the limit', async () => {
  expect(await put('/bytes', '{ "a":1 }', 'application/json')).toEqual({ status: 200, json: { text: '{ "a":1 }' } });
  expect(await put('/bytes', 'payload=1', 'application/x-www-form-urlencoded')).toMatchObject({ json: { text: 'payload=1' } });
  expect(await put('/bytes', Buffer.alloc(MAX_JSON_BYTES + 1))).toMatchObject({ status: 413, json: { code: 'BODY_TOO_LARGE' } });
});
