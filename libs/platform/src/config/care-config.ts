import { z } from 'zod';

const MIB = 1024 * 1024;

/** How stored bytes are looked after in the background. */
export interface CareConfig {
  /** Bytes per second and worker that are read again; 0: none. */
  readonly scrubBytesPerSecond: number;
}

/** The schema of this area. The default reads 10 TB a month, at some hundredths of a core. */
export const careSchema: z.ZodType<CareConfig> = z
  .object({
    SLIPWAY_SCRUB_MIB_PER_SECOND: z
      .string()
      .refine((value) => /^\d{1,4}$/.test(value), { error: 'a whole number of MiB per second from 0 (never) to 9999' })
      .optional(),
  })
  .transform((env) => ({ scrubBytesPerSecond: Number(env.SLIPWAY_SCRUB_MIB_PER_SECOND ?? 4) * MIB }));
