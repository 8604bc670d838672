import { createServer, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { freePort } from '#testing/redis/free-port';
import { TwoProcesses } from '#testing/crash/two-processes';

const LONG_MS = 120_000;

/**
 * Says on the error stream what is loaded of OpenTelemetry, by `import`, by `require` and in parts of a bundle; prom-client has its API for exemplars,
 * which are off.
 */
const WATCH = `
  import { createRequire, register } from 'node:module';
  const Module = createRequire(process.execPath)('node:module');
  const load = Module._load;
  Module._load = function (name, ...rest) {
    if (/opentelemetry/.test(name) && !/prom-client/.test(rest[0]?.filename)) process.stderr.write('LOADED ' + name + '\\n');
    return load.call(this, name, ...rest);
  };
  register('data:text/javascript,' + encodeURIComponent(
    "import { writeSync } from 'node:fs';" +
    "export async function resolve(name, context, next) {" +
    "  if (/opentelemetry/.test(name)) writeSync(2, 'LOADED ' + name + '\\\\n'); return next(name, context); }" +
    "export async function load(url, context, next) { const loaded = await next(url, context);" +
    "  for (const [, name] of String(loaded.source ?? '').matchAll(/^.. node_modules.(@opentelemetry.(?!api)[a-z-]+)/gm)) writeSync(2, 'LOADED ' + name + '\\\\n');" +
    "  return loaded; }"));`;
const WATCHING = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(WATCH)}` };

let stop: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of stop.toReversed()) await step();
  stop = [];
}, LONG_MS);

async function start(env: Readonly<Record<string, string>>): Promise<TwoProcesses> {
  const database = await createTestDatabase();
  stop.push(() => database.drop());
  const service = await TwoProcesses.start(database.url, env);
  stop.push(() => service.stop());
  return service;
}

async function promoteOnce(service: TwoProcesses, model: string): Promise<void> {
  await service.model(model, 1);
  const { status, json } = await service.promote(model, 1);
  expect(status).toBe(201);
  await vi.waitFor(() => expect(service.arrived()).toContain(json['id']), { timeout: 10_000, interval: 20 });
}

it(
  'loads nothing of OpenTelemetry and sends no traceparent where no endpoint is set',
  async () => {
    const service = await start(WATCHING);
    await promoteOnce(service, 'untraced');
    expect(service.log()).not.toContain('LOADED');
    expect(service.receiver.received.map(({ headers }) => headers['traceparent'])).toEqual([undefined]);
    expect(service.log()).not.toContain('traceId');
  },
  LONG_MS,
);

it(
  'promotes and delivers as ever while the collector is away, says so once, and ends in good time',
  async () => {
    const service = await start({
      ...WATCHING,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
    });
    // That the watcher sees what is loaded.
    expect(service.log()).toContain('LOADED @opentelemetry/sdk-trace-node');
    for (let n = 0; n < 5; n += 1) await promoteOnce(service, `away-${n}`);
    await vi.waitFor(() => expect(service.log()).toContain('Traces are not taken'), { timeout: 30_000, interval: 100 });
    expect(service.alive).toBe(true);
    expect(await service.terminate()).toEqual([0, 0]);
    for (const log of service.logs()) expect(log.split('Traces are not taken').length).toBeLessThanOrEqual(2);
  },
  LONG_MS,
);

it(
  'promotes and delivers as ever while the collector takes what is sent and never answers',
  async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    stop.push(() => new Promise((resolve) => (sockets.forEach((socket) => socket.destroy()), silent.close(() => resolve()))));
    const address = silent.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const service = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_BSP_MAX_QUEUE_SIZE: '64',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '32',
    });
    for (let n = 0; n < 10; n += 1) await promoteOnce(service, `silent-${n}`);
    expect(sockets.size).toBeGreaterThan(0);
    expect(await service.terminate()).toEqual([0, 0]);
  },
  LONG_MS,
);
