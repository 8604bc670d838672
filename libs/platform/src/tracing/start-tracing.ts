import type { TracingConfig } from '../config/tracing-config.js';
import { serviceVersion } from '../version/service-version.js';
import { useTracer } from './tracing.js';

/** One line in so many milliseconds for a collector that is away. */
const QUIET_MS = 60_000;

/** What it tells of its troubles with. */
interface WarningLog {
  warn(message: string, context: string): void;
}

/**
 * Turns traces on where the configuration says so; else does nothing and loads nothing. Call it before what is to be traced is built.
 * @param serviceName where OTEL_SERVICE_NAME does not say otherwise.
 * @returns what sends the last spans and turns traces off; null where they are off.
 */
export async function startTracing(config: TracingConfig, serviceName: string, log: WarningLog): Promise<(() => Promise<void>) | null> {
  if (!config.enabled) return null;
  const { ignoredProtocol } = config;
  if (ignoredProtocol !== null) log.warn(`Traces are sent as http/json; the protocol ${ignoredProtocol} is not spoken.`, 'Traces');
  // Only here, so that nobody pays for it who does not use it.
  const { createOtelTracer } = await import('./otel-tracer.js');
  let last = Number.NEGATIVE_INFINITY;
  const onProblem = (message: string): void => {
    const now = performance.now();
    if (now - last < QUIET_MS) return;
    last = now;
    log.warn(`Traces are not taken: ${String(message).slice(0, 300)}`, 'Traces');
  };
  const tracer = createOtelTracer({ serviceName, version: serviceVersion(), onProblem });
  useTracer(tracer);
  return async () => {
    useTracer(null);
    await tracer.close();
  };
}
