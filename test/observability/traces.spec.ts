import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import type { TestDatabase } from '#testing/database/test-cluster';
import { TwoProcesses } from '#testing/crash/two-processes';
import { startGithubContractServer, type GithubContractServer } from '#testing/github/github-contract-server';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '#testing/observability/otlp-receiver';
import { linesWith, named, wholeTrace } from '#testing/observability/whole-trace';

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

it('tells the whole way of one promotion, from the request to the receiver and to GitHub, as one trace over both processes', async () => {
  await service.model('told', 1);
  const target = { name: 'told-eu', models: 'told', stage: 'Production', repository: 'acme/models', workflow: 'deploy.yml', ref: 'main' };
  const credential = { token: 'ghp_contract' };
  expect((await service.call('POST', '/api/v1/deploy-targets', { ...target, apiUrl: github.url, credential })).status).toBe(201);
  const traceparent = `00-${CLIENT.trace}-${CLIENT.span}-01`;
  const answer = await service.call('POST', '/api/v1/promotions', { model: 'told', version: 1, toStage: 'Production' }, { traceparent });
  expect(answer.status).toBe(201);
  const promotionId = String(answer.json['id']);

  const spans = await wholeTrace(otlp, CLIENT, [
    ...(['POST /api/v1/promotions', 'PromoteVersion', 'relay event'] as const),
    ...['claim delivery', 'send webhook', 'dispatch workflow'],
  ]);
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
  const [api = [], worker = []] = service.logs().map((log) => linesWith(promotionId, log));
  expect(api).toContainEqual(expect.objectContaining({ msg: 'Answered.', requestId, traceId: CLIENT.trace, promotionId }));
  expect(worker).toContainEqual(expect.objectContaining({ msg: 'Delivered.', requestId, traceId: CLIENT.trace, promotionId }));
  expect(worker).toContainEqual(expect.objectContaining({ msg: 'Asked for a deployment.', traceId: CLIENT.trace, promotionId }));
});

it('tells by its id the way of a promotion that waited for its approval: asked in one trace, and from the approval to the receiver in that of the approval', async () => {
  await service.model('asked', 1);
  const asked = { trace: 'a1'.repeat(16), span: 'b1'.repeat(8) };
  const approved = { trace: 'a2'.repeat(16), span: 'b2'.repeat(8) };
  const traceparent = ({ trace, span }: typeof asked): string => `00-${trace}-${span}-01`;
  const user = await service.call('POST', '/api/v1/users', { name: 'rea' });
  const subject = { type: 'user', id: user.json['id'] };
  await service.call('POST', '/api/v1/role-bindings', { subject, role: 'reader', pattern: '*' });
  const { token } = (await service.call('POST', '/api/v1/tokens', { name: 'asks', holder: subject })).json;
  const headers = { traceparent: traceparent(asked), authorization: `Bearer ${String(token)}` };
  const request = await service.call('POST', '/api/v1/promotions', { model: 'asked', version: 1, toStage: 'Production' }, headers);
  expect([request.status, request.json['state']]).toEqual([202, 'pending']);
  const promotionId = String(request.json['id']);
  const before = await wholeTrace(otlp, asked, ['POST /api/v1/promotions', 'PromoteVersion']);
  expect(named('POST /api/v1/promotions', before)[0]?.attributes).toMatchObject({ 'slipway.promotion_id': promotionId });

  const approve = 'POST /api/v1/promotions/:id/approve';
  const said = await service.call('POST', `/api/v1/promotions/${promotionId}/approve`, {}, { traceparent: traceparent(approved) });
  expect([said.status, said.json['state']]).toEqual([200, 'applied']);
  const spans = await wholeTrace(otlp, approved, [approve, 'ApprovePromotion', 'relay event', 'claim delivery', 'send webhook']);
  expect(new Set(spans.map(({ service: name }) => name))).toEqual(new Set(['slipway-api', 'slipway-worker']));
  for (const name of [approve, 'send webhook']) {
    expect([name, named(name, spans)[0]?.attributes['slipway.promotion_id']]).toEqual([name, promotionId]);
  }
  const [sent] = named('send webhook', spans);
  const webhook = service.receiver.received.find(({ body }) => body.includes(promotionId));
  expect(webhook?.headers['traceparent']).toBe(`00-${approved.trace}-${sent?.spanId ?? ''}-01`);
  // Nothing of what the approval brought about hangs on the request of before.
  const late = otlp.spans.filter(({ traceId, name }) => traceId === asked.trace && name === 'send webhook');
  expect(late).toEqual([]);
  // Its id alone leads through the logs of both processes.
  await vi.waitFor(() => {
    const [api = [], worker = []] = service.logs().map((log) => linesWith(promotionId, log));
    for (const { trace } of [asked, approved]) {
      expect(api).toContainEqual(expect.objectContaining({ msg: 'Answered.', traceId: trace, promotionId }));
    }
    expect(worker).toContainEqual(expect.objectContaining({ msg: 'Delivered.', traceId: approved.trace, promotionId }));
  });
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
