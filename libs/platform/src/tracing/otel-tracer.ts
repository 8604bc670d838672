import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span as OtelSpan,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Span, SpanAttributes, SpanOptions, Tracer } from './tracer.js';

/** https://www.w3.org/TR/trace-context/#traceparent-header; later versions may have more at the end. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
/** A process that ends does not wait longer for a collector. Milliseconds. */
const LAST_FLUSH_MS = 2_000;
const KINDS = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

export interface OtelTracerOptions {
  /** Where OTEL_SERVICE_NAME does not say otherwise. */
  readonly serviceName: string;
  readonly version: string;
  /** Told of a collector that does not take what is sent; called as often as that happens. */
  readonly onProblem: (message: string) => void;
}

/**
 * The tracer over the OpenTelemetry SDK: OTLP over HTTP as JSON, sent in batches behind the work, dropped where the collector is away and the
 * queue is full. Endpoint, headers, timeout, sampler, limits and resource come from the SDK's own variables (`OTEL_...`).
 */
export function createOtelTracer({ serviceName, version, onProblem }: OtelTracerOptions): Tracer {
  diag.setLogger({ error: onProblem, warn: onProblem, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
  const own = resourceFromAttributes({ 'service.name': serviceName, 'service.version': version, 'process.pid': process.pid });
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const otel = provider.getTracer('slipway', version);
  return {
    start(name, { kind = 'internal', attributes, parent, startedAt }: SpanOptions): Span {
      const options = { kind: KINDS[kind], attributes: given(attributes), ...(startedAt === undefined ? {} : { startTime: startedAt }) };
      return new Step(otel.startSpan(name, options, contextOf(parent)));
    },
    async close(): Promise<void> {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_FLUSH_MS)));
      await Promise.race([provider.shutdown().catch(ignore), limit]);
      clearTimeout(timer);
      diag.disable();
    },
  };
}

class Step implements Span {
  readonly traceId: string;
  readonly traceparent: string;

  constructor(private readonly span: OtelSpan) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceId = traceId;
    this.traceparent = `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')}`;
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes(given(attributes));
  }

  fail(message: string): void {
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: message.slice(0, 1_000) });
  }

  end(): void {
    this.span.end();
  }
}

function contextOf(traceparent: string | null): Context {
  const [, , traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  });
}

function given(attributes: SpanAttributes = {}): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function ignore(): void {}
