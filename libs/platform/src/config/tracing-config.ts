import { z } from 'zod';

/** Whether traces are made and sent; everything else about them the OpenTelemetry SDK reads from its own variables. */
export interface TracingConfig {
  readonly enabled: boolean;
  /** The protocol that was asked for and is not spoken; it is said at boot. */
  readonly ignoredProtocol: string | null;
}

const ADDRESS = 'an http:// or https:// address of an OTLP receiver, such as http://otel-collector:4318';

/** The schema of this area (the OpenTelemetry specification's names and meanings). */
export const tracingSchema: z.ZodType<TracingConfig> = z
  .object({
    OTEL_EXPORTER_OTLP_ENDPOINT: z.string().refine(isHttp, { error: ADDRESS }).optional(),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string().refine(isHttp, { error: ADDRESS }).optional(),
    OTEL_EXPORTER_OTLP_PROTOCOL: z.string().optional(),
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.string().optional(),
    OTEL_TRACES_EXPORTER: z.string().optional(),
    OTEL_SDK_DISABLED: z.string().optional(),
  })
  .transform((env) => {
    const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
    const enabled = endpoint !== undefined && env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true' && env.OTEL_TRACES_EXPORTER !== 'none';
    const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/json';
    return { enabled, ignoredProtocol: enabled && protocol !== 'http/json' ? protocol : null };
  });

function isHttp(value: string): boolean {
  return /^https?:\/\/./.test(value) && URL.canParse(value);
}
