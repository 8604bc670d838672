import { z } from 'zod';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** How much is written to the log. */
export interface LoggingConfig {
  readonly level: (typeof LEVELS)[number];
}

/** The schema of this area. */
export const loggingSchema: z.ZodType<LoggingConfig> = z
  .object({ LOG_LEVEL: z.enum(LEVELS, { error: LEVELS.join(', ') }).optional() })
  .transform((env) => ({ level: env.LOG_LEVEL ?? 'info' }));
