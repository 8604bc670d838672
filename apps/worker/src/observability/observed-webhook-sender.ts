import type { LoggerService } from '@nestjs/common';
import { WebhookSender, type EventEnvelope, type SendInput, type SendResult } from '#application/ports/webhook-sender';
import type { LoggingConfig } from '#platform/config/logging-config';
import { runWithRequestContext } from '#platform/logging/request-context';
import type { Span } from '#platform/tracing/tracer';
import { tracer } from '#platform/tracing/tracing';

const WITH_LINES: readonly LoggingConfig['level'][] = ['info', 'debug', 'trace'];

/**
 * A sender whose attempts are told: each is a span that continues the trace of the request that caused the event, and goes on to the receiver as
 * `traceparent`; and each is a log line where it failed or is about a promotion (`debug` for all others).
 */
export class ObservedWebhookSender extends WebhookSender {
  private readonly lines: boolean;

  constructor(
    private readonly sender: WebhookSender,
    private readonly logger: LoggerService,
    { level }: LoggingConfig,
  ) {
    super();
    this.lines = WITH_LINES.includes(level);
  }

  override format(event: EventEnvelope): Uint8Array {
    return this.sender.format(event);
  }

  override newSecret(): string {
    return this.sender.newSecret();
  }

  override refusalOf(url: string): Promise<string | null> {
    return this.sender.refusalOf(url);
  }

  override async send(input: SendInput): Promise<SendResult> {
    const { subject } = input;
    // Thousands of sends a second: where nobody watches they cost nothing more.
    if (subject === undefined || (!this.lines && tracer() === null)) return this.sender.send(input);
    const { requestId, promotionId } = causeOf(subject.event);
    const span = tracer()?.start('send webhook', {
      kind: 'client',
      parent: subject.trace,
      attributes: {
        'slipway.delivery_id': subject.deliveryId,
        'slipway.endpoint_id': subject.endpointId,
        'slipway.event_id': subject.event.id,
        'slipway.event_type': subject.event.type,
        'slipway.attempt': subject.attempt,
        'slipway.model': subject.event.model ?? undefined,
        'slipway.promotion_id': promotionId,
        'slipway.request_id': requestId,
        'server.address': hostOf(input.url),
      },
    });
    const scope = { requestId: requestId ?? null, span, subject: promotionId === undefined ? {} : { promotionId } };
    try {
      const result = await this.sender.send(span === undefined ? input : { ...input, traceparent: span.traceparent });
      ended(span, result);
      runWithRequestContext(scope, () => this.tell(input, result, promotionId !== undefined));
      return result;
    } catch (error) {
      span?.fail(error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      span?.end();
    }
  }

  private tell({ subject }: SendInput, { outcome, status, errorClass, durationMs: ms }: SendResult, aboutPromotion: boolean): void {
    if (subject === undefined) return;
    const { deliveryId, endpointId, attempt, event } = subject;
    const line = { deliveryId, endpointId, eventId: event.id, type: event.type, attempt, status, ms };
    if (outcome !== 'delivered') this.logger.log('Not delivered.', { ...line, errorClass }, 'Deliveries');
    else if (aboutPromotion) this.logger.log('Delivered.', line, 'Deliveries');
    else this.logger.debug?.('Delivered.', line, 'Deliveries');
  }
}

function ended(span: Span | undefined, { outcome, status, errorClass, error }: SendResult): void {
  if (span === undefined) return;
  span.set({ 'http.response.status_code': status ?? undefined, 'slipway.outcome': outcome, 'error.type': errorClass ?? undefined });
  if (outcome !== 'delivered') span.fail(error ?? outcome);
}

/** The request that caused an event, and the promotion that it is about. */
function causeOf({ data }: EventEnvelope): { readonly requestId: string | undefined; readonly promotionId: string | undefined } {
  return { requestId: textOf(data, 'requestId'), promotionId: textOf(data, 'promotionId') };
}

function textOf(data: unknown, name: string): string | undefined {
  const value: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
