import { z } from 'zod';

const EVERYWHERE = ['reader', 'editor'] as const;
const ON_LOOPBACK = [...EVERYWHERE, 'staging-manager', 'production-manager', 'manager', 'admin'] as const;

/** A role that requests without a credential may be given. */
export type AnonymousRole = (typeof ON_LOOPBACK)[number];

/** Who may come in before anybody was invited. */
export interface IdentityConfig {
  /** The first administrator's token; counts on first boot only. */
  readonly adminToken: string | undefined;
  readonly anonymousRole: AnonymousRole | undefined;
}

/** The schema of this area. Where others can connect, a request without a credential never gets more than `editor`. */
export function identitySchema(loopbackOnly: boolean): z.ZodType<IdentityConfig> {
  const roles: readonly AnonymousRole[] = loopbackOnly ? ON_LOOPBACK : EVERYWHERE;
  const more = loopbackOnly ? '' : '; more is possible only while listening on loopback (HOST=127.0.0.1)';
  return z
    .object({
      SLIPWAY_ADMIN_TOKEN: z
        .string()
        .regex(/^[\x21-\x7e]{32,256}$/, { error: '32 to 256 printable ASCII characters without spaces' })
        .optional(),
      SLIPWAY_ANONYMOUS_ROLE: z.enum(['none', ...roles], { error: `none, ${roles.join(', ')}${more}` }).optional(),
    })
    .transform((env) => ({
      adminToken: env.SLIPWAY_ADMIN_TOKEN,
      anonymousRole: env.SLIPWAY_ANONYMOUS_ROLE === 'none' ? undefined : env.SLIPWAY_ANONYMOUS_ROLE,
    }));
}
