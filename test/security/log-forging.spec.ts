import { createServer as createHttpServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runWithRequestContext } from '#platform/logging/request-context';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { AttackedService } from '#testing/security/attacked-service';

/** A line that somebody would like to see in the log, behind everything that ends or repaints a line somewhere. */
const FORGED = '{"level":"fatal","time":"2026-01-01T00:00:00.000Z","pid":1,"context":"Http","msg":"FORGED"}';
const BREAKS = [
  '\n',
  '\r\n',
  '\r',
  '\u0085',
  '\u2028',
  '\u2029',
  '\v',
  '\f',
  '\u0000',
  '\u001b[2K\u001b[1G',
  '\u009b2J',
  '\u202e',
  '\u200f',
  '\\n',
];
const NASTY = BREAKS.map((end) => `x${end}${FORGED}`);

/** What a viewer or a terminal would do something about; the line feed that ends a line is the only one. */
const STEERS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const FIELDS = new Set(['level', 'time', 'pid', 'context', 'msg', 'data', 'requestId', 'traceId', 'promotionId']);

let service: AttackedService;
const servers: (Server | TcpServer)[] = [];
beforeAll(async () => {
  service = await AttackedService.start({ worker: true, env: { LOG_LEVEL: 'trace' } });
});
afterAll(async () => {
  await service?.stop();
  for (const server of servers) server.close();
});

const listen = async (server: Server | TcpServer): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** Bytes as no client library would send them; resolves when the service has answered and closed. */
const raw = (bytes: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.end(Buffer.from(bytes, 'utf8')));
    socket
      .on('data', () => undefined)
      .on('close', () => resolve())
      .on('error', () => resolve());
  });

it('keeps one JSON object a line, with our fields and no character that steers a terminal, whatever comes in', async () => {
  // Names, texts, keys and values of JSON; texts that are refused and texts that are taken.
  for (const text of NASTY) {
    for (const body of [{ name: text }, { [text]: 1 }, { name: 'ok', description: text, tags: { [text]: text } }, text, [text]]) {
      await service.call('POST', '/api/v1/models', body);
    }
    await service.call('POST', '/api/v1/users', { name: text, email: text, displayName: text });
    await service.call('POST', '/api/v1/tokens', { name: text });
    await service.call('POST', '/api/v1/promotions', { model: text, version: 1, toStage: text, reason: text });
    await service.call('GET', `/api/v1/models/${encodeURIComponent(text)}?filter=${encodeURIComponent(text)}`);
    await service.call('GET', `/${encodeURIComponent(text)}`);
    await service.call('POST', '/api/v1/webhooks', { url: `http://127.0.0.1:1/${text}`, eventTypes: [text] });
  }
  // Headers, paths, methods and versions as raw bytes.
  const end = 'host: localhost\r\nconnection: close\r\n\r\n';
  for (const text of NASTY) {
    const line = text.replace(/[\r\n]/g, '');
    await raw(`GET /${line} HTTP/1.1\r\n${end}`);
    await raw(`${line} / HTTP/1.1\r\n${end}`);
    await raw(`GET / HTTP/${line}\r\n${end}`);
    for (const header of [
      'user-agent',
      'x-request-id',
      'authorization',
      'idempotency-key',
      'traceparent',
      'x-forwarded-for',
      'if-match',
      'accept',
    ]) {
      await raw(`GET /api/v1/models HTTP/1.1\r\n${header}: ${line}\r\n${end}`);
    }
    await raw(`GET /api/v1/models HTTP/1.1\r\nhost: ${line}\r\nconnection: close\r\n\r\n`);
    await raw(`POST /api/v1/models HTTP/1.1\r\norigin: http://${line}\r\ncontent-type: ${line}\r\ncontent-length: 0\r\n${end}`);
  }
  await receiversThatLie();
  expectCleanLog(service.log());
});

it('does so too for a text that does come to the logger, in whatever place of a line', async () => {
  let written = '';
  const logger = SlipwayLogger.create({ level: 'trace' }, { write: (line) => void (written += line) });
  for (const text of NASTY) {
    const error = Object.assign(new Error(text, { cause: new TypeError(text) }), { code: text, [text]: text });
    error.name = text;
    runWithRequestContext({ requestId: text }, () => {
      logger.log(text, text);
      logger.error(error, text, text);
      logger.warn(text, { [text]: [text, { [text]: new Map([[text, new Set([text])]]) }], level: text, msg: text, pid: 1 }, text);
      logger.withContext(text).verbose('%s %j %o', text);
    });
  }
  expect(written.split(FORGED.replaceAll('"', '\\"')).length).toBeGreaterThan(NASTY.length * 10);
  expectCleanLog(written);
});

/** Receivers whose status line, headers and body are as nasty: what they say reaches the worker's log as an error. */
async function receiversThatLie(): Promise<void> {
  const ports = [
    ...(await Promise.all(
      NASTY.map((text) =>
        listen(
          createTcpServer((socket) => socket.on('error', () => undefined).end(`HTTP/1.1 500 ${text}\r\n${text}: ${text}\r\n\r\n${text}`)),
        ),
      ),
    )),
    await listen(createHttpServer((_, response) => response.writeHead(500, 'x').end(NASTY.join('')))),
  ];
  for (const port of ports) {
    const made = await service.call('POST', '/api/v1/webhooks', {
      url: `http://127.0.0.1:${port}/`,
      eventTypes: ['model.created'],
      description: NASTY[0] ?? '',
    });
    expect([made.text, made.status]).toEqual([made.text, 201]);
  }
  await service.call('POST', '/api/v1/models', { name: 'announced' });
  await vi.waitFor(
    async () => {
      const { json } = await service.call('GET', '/api/v1/deliveries?limit=100');
      const items: unknown = Reflect.get(Object(json), 'items');
      const tried = Array.isArray(items) ? items.filter((one) => Number(Reflect.get(Object(one), 'attempts')) > 0) : [];
      expect(tried.length).toBeGreaterThanOrEqual(ports.length);
    },
    { timeout: 30_000, interval: 200 },
  );
}

function expectCleanLog(log: string): void {
  const lines = log.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(50);
  for (const line of lines) {
    expect(line).not.toMatch(STEERS);
    // Node's own warnings are on standard error.
    if (/^\((node:|Use `node)/.test(line)) continue;
    const parsed: unknown = JSON.parse(line);
    expect(Object.keys(Object(parsed)).filter((field) => !FIELDS.has(field))).toEqual([]);
    expect(Reflect.get(Object(parsed), 'level')).not.toBe('fatal');
    expect(Reflect.get(Object(parsed), 'pid')).not.toBe(1);
    expect(Reflect.get(Object(parsed), 'msg')).not.toBe('FORGED');
  }
}
