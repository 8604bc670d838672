import { z } from 'zod';

/** What carries the jobs: the database itself, or Redis. */
export type QueueConfig = { readonly kind: 'postgres' } | { readonly kind: 'redis'; readonly url: string };

/** The schema of this area. */
export const queueSchema: z.ZodType<QueueConfig> = z
  .object({
    REDIS_URL: z
      .string()
      .refine((value) => /^rediss?:\/\/./.test(value) && URL.canParse(value), {
        error: 'a redis://host:6379 or rediss://user:password@host:6379/0 address (leave it out to keep the queue in the database)',
      })
      .optional(),
  })
  .transform((env) => (env.REDIS_URL === undefined ? { kind: 'postgres' } : { kind: 'redis', url: env.REDIS_URL }));
