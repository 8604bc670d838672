import { z } from 'zod';

/** Where the tables are: in the Postgres that we start ourselves, or in one that is given. */
export type DatabaseConfig = { readonly kind: 'embedded' } | { readonly kind: 'external'; readonly url: string };

/** The schema of this area. */
export const databaseSchema: z.ZodType<DatabaseConfig> = z
  .object({
    DATABASE_URL: z
      .string()
      .refine((value) => /^postgres(ql)?:\/\/./.test(value) && URL.canParse(value), {
        error: 'a postgresql://user:password@host:5432/database address (leave it out for the embedded database)',
      })
      .optional(),
  })
  .transform((env) => (env.DATABASE_URL === undefined ? { kind: 'embedded' } : { kind: 'external', url: env.DATABASE_URL }));
