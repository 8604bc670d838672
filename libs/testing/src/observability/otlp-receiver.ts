import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/*
 * The shape of an ExportTraceServiceRequest in OTLP's JSON encoding: opentelemetry-proto 1.x (trace/v1/trace.proto, common/v1/common.proto,
 * resource/v1/resource.proto) and https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: ids are hexadecimal, 64-bit numbers are
 * decimal texts (or numbers), enums are numbers, and names are in lower camel case.
 */
const NANOS = z.string().regex(/^\d{19}$/);
const INT64 = z.union([z.string().regex(/^-?\d+$/), z.number().int()]);
const VALUE = z
  .strictObject({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: INT64.optional(),
    doubleValue: z.number().optional(),
    arrayValue: z.strictObject({ values: z.array(z.unknown()) }).optional(),
  })
  .refine((value) => Object.values(value).filter((member) => member !== undefined).length <= 1, { error: 'one of the members' });
const ATTRIBUTES = z.array(z.strictObject({ key: z.string().min(1), value: VALUE }));
const SPAN = z.strictObject({
  traceId: z.string().regex(/^(?!0{32})[0-9a-f]{32}$/),
  spanId: z.string().regex(/^(?!0{16})[0-9a-f]{16}$/),
  traceState: z.string().optional(),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  flags: z.number().int().nonnegative().optional(),
  name: z.string().min(1),
  kind: z.number().int().min(0).max(5),
  startTimeUnixNano: NANOS,
  endTimeUnixNano: NANOS,
  attributes: ATTRIBUTES,
  droppedAttributesCount: z.number().int().nonnegative().optional(),
  events: z
    .array(
      z.strictObject({
        timeUnixNano: NANOS,
        name: z.string(),
        attributes: ATTRIBUTES.optional(),
        droppedAttributesCount: z.number().optional(),
      }),
    )
    .optional(),
  droppedEventsCount: z.number().int().nonnegative().optional(),
  links: z.array(z.unknown()).optional(),
  droppedLinksCount: z.number().int().nonnegative().optional(),
  status: z.strictObject({ code: z.number().int().min(0).max(2), message: z.string().optional() }).optional(),
});
const REQUEST = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: ATTRIBUTES, droppedAttributesCount: z.number().optional() }).optional(),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string().optional(), attributes: ATTRIBUTES.optional() }).optional(),
          spans: z.array(SPAN),
          schemaUrl: z.string().optional(),
        }),
      ),
      schemaUrl: z.string().optional(),
    }),
  ),
});

/** A span as it was received, its attributes as a plain record. */
export interface ReceivedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An OTLP receiver on this machine. */
export interface OtlpReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: ReceivedSpan[];
  /** Headers of each request. */
  readonly requests: Readonly<Record<string, string | string[] | undefined>>[];
  /** What was not as the specification says; empty at the end of a good test. */
  readonly violations: string[];
  close(): Promise<void>;
}

/** Starts a receiver that takes traces as a collector does and notes whatever the specification does not allow. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const violations: string[] = [];
  const requests: OtlpReceiver['requests'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push(request.headers);
      if (request.method !== 'POST' || request.url !== '/v1/traces') violations.push(`${request.method ?? ''} ${request.url ?? ''}`);
      if (request.headers['content-type'] !== 'application/json') violations.push(`content-type ${request.headers['content-type'] ?? ''}`);
      const body = Buffer.concat(chunks);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const parsed = REQUEST.safeParse(JSON.parse(text.toString('utf8')));
      if (parsed.success) spans.push(...flatten(parsed.data));
      else violations.push(parsed.error.message);
      response.writeHead(parsed.success ? 200 : 400, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    spans,
    requests,
    violations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function flatten(request: z.infer<typeof REQUEST>): ReceivedSpan[] {
  return request.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const named = recordOf(resource?.attributes ?? [])['service.name'];
    const service = typeof named === 'string' ? named : '';
    return scopeSpans.flatMap((scope) =>
      scope.spans.map(({ traceId, spanId, parentSpanId, name, kind, status, attributes }) => ({
        service,
        traceId,
        spanId,
        parentSpanId: parentSpanId === '' ? undefined : parentSpanId,
        name,
        kind,
        failed: status?.code === 2,
        attributes: recordOf(attributes),
      })),
    );
  });
}

function recordOf(attributes: z.infer<typeof ATTRIBUTES>): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value).find((member) => member !== undefined)]));
}
