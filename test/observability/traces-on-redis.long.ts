import { expect, it, onTestFinished } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { TwoProcesses } from '#testing/crash/two-processes';
import { startOtlpReceiver } from '#testing/observability/otlp-receiver';
import { named, wholeTrace } from '#testing/observability/whole-trace';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { startRedis } from '#testing/redis/redis-server';

const CLIENT = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
const missing = findPeer('redis-server') === null;
if (missing) console.log(missingPeer('redis-server'));

it.skipIf(missing)(
  'tells the whole way of one promotion as one trace over both processes with the queue on Redis too',
  async () => {
    const [database, otlp, redis] = await Promise.all([createTestDatabase(), startOtlpReceiver(), startRedis()]);
    onTestFinished(async () => {
      await Promise.all([otlp.close(), redis?.stop(), database.drop()]);
    });
    const service = await TwoProcesses.start(database.url, {
      REDIS_URL: redis?.url ?? '',
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
    onTestFinished(() => service.stop());
    await service.model('told', 1);
    const body = { model: 'told', version: 1, toStage: 'Production' };
    const { status, json } = await service.call('POST', '/api/v1/promotions', body, {
      traceparent: `00-${CLIENT.trace}-${CLIENT.span}-01`,
    });
    expect(status).toBe(201);
    const steps = ['POST /api/v1/promotions', 'PromoteVersion', 'relay event', 'claim delivery', 'send webhook'] as const;
    const spans = await wholeTrace(otlp, CLIENT, [...steps]);
    expect(new Set(spans.map(({ service: name }) => name))).toEqual(new Set(['slipway-api', 'slipway-worker']));
    const [sent] = named('send webhook', spans);
    expect(sent?.attributes).toMatchObject({ 'slipway.promotion_id': json['id'] });
    expect(service.receiver.received[0]?.headers['traceparent']).toBe(`00-${CLIENT.trace}-${sent?.spanId ?? ''}-01`);
    expect(otlp.violations).toEqual([]);
  },
  120_000,
);
