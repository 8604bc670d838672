import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import type { TestDatabase } from '#testing/database/test-cluster';
import { TwoProcesses } from '#testing/crash/two-processes';
import { startGithubContractServer, type GithubContractServer } from '#testing/github/github-contract-server';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '#testing/observability/otlp-receiver';

const CLIENT = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };

let database: TestDatabase;
let otlp: OtlpReceiver;
let github: GithubContractServer;
let service: TwoProcesses;

beforeAll(async () => {
  database = await createTestDatabase();
  otlp = await startOtlpReceiver();
  github = await startGithubContractServer();
  service = await TwoProcesses.start(database.url, {
    OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=models',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
}, 120_000);
afterAll(async () => {
  await service.stop();
  await Promise.all([otlp.close(), github.close()]);
  await database.drop();
});

const named = (name: string, spans: readonly ReceivedSpan[]): ReceivedSpan[] => spans.filter((span) => span.name === name);

it('tells the whole way of one promotion, from the request to the receiver and to GitHub, as one trace over both processes', async () => {
  await service.model('told', 1);
  const target = { name: 'told-eu', models: 'told', stage: 'Production', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main' };
  const credential = { token: 'ghp_contract' };
  expect((await service.call('POST', '/api/v1/deploy-targets', { ...target, apiUrl: github.url, credential })).status).toBe(201);
  const traceparent = `00-${CLIENT.trace}-${CLIENT.span}-01`;
  const answer = await service.call('POST', '/api/v1/promotions', { model: 'told', version: 1, toStage: 'Production' }, { traceparent });
  expect(answer.status).toBe(201);
  const promotionId = String(answer.json['id']);

  const mine = (): ReceivedSpan[] => otlp.spans.filter(({ traceId }) => traceId === CLIENT.trace);
  const steps = ['POST /api/v1/promotions', 'PromoteVersion', 'relay event', 'claim delivery', 'send webhook', 'dispatch workflow'];
  await vi.waitFor(
    () => {
      const names = mine().map(({ name }) => name);
      for (const name of steps) expect(names).toContain(name);
      // One tree: every span but the first hangs on another one, whichever process made it, and whichever arrives first.
      const ids = new Set(mine().map(({ spanId }) => spanId));
      const loose = mine().filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId));
      expect(loose.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([['POST /api/v1/promotions', CLIENT.span]]);
    },
    { timeout: 30_000, interval: 50 },
  );
  const spans = mine();
  expect(new Set(spans.map(({ service: name }) => name))).toEqual(new Set(['slipway-api', 'slipway-worker']));

  const [request] = named('POST /api/v1/promotions', spans);
  expect(request).toMatchObject({ kind: 2, service: 'slipway-api', failed: false });
  expect(request?.attributes).toMatchObject({
    'http.response.status_code': 201,
    'slipway.promotion_id': promotionId,
    'slipway.model': 'told',
  });
  const requestId = request?.attributes['slipway.request_id'];
  const [useCase] = named('PromoteVersion', spans);
  expect(useCase?.parentSpanId).toBe(request?.spanId);
  const [statement] = named('SELECT slipway_apply_move', spans);
  expect(statement).toMatchObject({ parentSpanId: useCase?.spanId, attributes: { 'db.system.name': 'postgresql' } });
  expect(String(statement?.attributes['db.query.text'])).not.toContain('told');

  const [sent] = named('send webhook', spans);
  const [webhook] = service.receiver.received;
  expect(sent).toMatchObject({ kind: 3, service: 'slipway-worker', failed: false });
  expect(sent?.attributes).toMatchObject({
    'slipway.promotion_id': promotionId,
    'slipway.request_id': requestId,
    'slipway.event_id': webhook?.id,
    'slipway.delivery_id': expect.stringMatching(/^dlv_/),
    'slipway.attempt': expect.anything(),
    'http.response.status_code': expect.anything(),
  });
  expect(webhook?.headers['traceparent']).toBe(`00-${CLIENT.trace}-${sent?.spanId ?? ''}-01`);
  const [deployment] = named('advance deployment', spans);
  expect(deployment?.attributes).toMatchObject({
    'slipway.promotion_id': promotionId,
    'slipway.deployment_id': expect.stringMatching(/^dpl_/),
  });

  expect(otlp.violations).toEqual([]);
  expect(otlp.requests[0]).toMatchObject({ 'x-tenant': 'models' });

  // The logs of both tell the same by its id.
  const lines = service.logs().map((log) =>
    log
      .split('\n')
      .filter((line) => line.includes(promotionId))
      .map((line) => JSON.parse(line)),
  );
  const [api = [], worker = []] = lines;
  expect(api).toContainEqual(expect.objectContaining({ msg: 'Answered.', requestId, traceId: CLIENT.trace, promotionId }));
  expect(worker).toContainEqual(expect.objectContaining({ msg: 'Delivered.', requestId, traceId: CLIENT.trace, promotionId }));
  expect(worker).toContainEqual(expect.objectContaining({ msg: 'Asked for a deployment.', traceId: CLIENT.trace, promotionId }));
});

it('says by spans and log lines why an attempt failed, and goes on with the same trace at the next', async () => {
  await service.model('tried', 1);
  service.receiver.answer = 500;
  const { json } = await service.promote('tried', 1);
  const promotionId = json['id'];
  const attempts = (): ReceivedSpan[] =>
    named('send webhook', otlp.spans).filter(({ attributes }) => attributes['slipway.promotion_id'] === promotionId);
  await vi.waitFor(() => expect(attempts()).toHaveLength(1), { timeout: 10_000, interval: 50 });
  service.receiver.answer = 204;
  await vi.waitFor(() => expect(attempts()).toHaveLength(2), { timeout: 20_000, interval: 50 });
  const [first, second] = attempts();
  expect([first?.failed, second?.failed]).toEqual([true, false]);
  expect(second?.traceId).toBe(first?.traceId);
  const failed = service
    .logs()[1]
    ?.split('\n')
    .filter((line) => line.includes(String(promotionId)) && line.includes('Not delivered.'));
  expect(failed).toHaveLength(1);
});

it('makes no trace of probes, and none where the client says that it does not sample', async () => {
  await service.model('unsampled', 1);
  const traceparent = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-00';
  const body = { model: 'unsampled', version: 1, toStage: 'Production' };
  const { json } = await service.call('POST', '/api/v1/promotions', body, { traceparent });
  await vi.waitFor(() => expect(service.arrived()).toContain(json['id']), { timeout: 10_000, interval: 20 });
  const webhook = service.receiver.received.find((one) => one.body.includes(String(json['id'])));
  // It still goes on, unsampled: whoever receives it follows the same decision.
  expect(webhook?.headers['traceparent']).toMatch(/^00-a{32}-[0-9a-f]{16}-00$/);
  await service.call('GET', '/readyz');
  expect(otlp.spans.filter(({ name, traceId }) => name.includes('readyz') || traceId === 'a'.repeat(32))).toEqual([]);
});
