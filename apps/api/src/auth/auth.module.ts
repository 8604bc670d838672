import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Clock } from '#application/ports/clock';
import type { SlipwayConfig } from '#platform/config/load-config';
import { AuthGuard } from './auth.guard.js';
import { AnonymousAccess, Authenticator } from './authenticator.js';
import { CredentialCache } from './credential-cache.js';
import { LastUsed } from './last-used.js';
import { DEFAULT_RATE_LIMITS, RateLimiter, type RateLimits } from './rate-limiter.js';

/** Authentication of every request. Global, because whoever changes tokens or rights clears the `CredentialCache`. */
@Module({})
export class AuthModule {
  static register(config: Pick<SlipwayConfig, 'identity' | 'database'>, limits?: RateLimits): DynamicModule {
    const role = config.identity.anonymousRole;
    const anonymous: AnonymousAccess = {
      actor: role === undefined ? null : { type: 'anonymous', id: 'anonymous', name: 'anonymous', bindings: [{ role, pattern: '*' }] },
    };
    // Off on embedded: there is one user, and a limit would only be in the way (docs/reference/rest.md, Limits).
    const inForce = limits ?? (config.database.kind === 'embedded' ? null : DEFAULT_RATE_LIMITS);
    return {
      module: AuthModule,
      global: true,
      providers: [
        { provide: AnonymousAccess, useValue: anonymous },
        { provide: RateLimiter, useFactory: (clock: Clock) => new RateLimiter(inForce, clock), inject: [Clock] },
        CredentialCache,
        LastUsed,
        Authenticator,
        { provide: APP_GUARD, useClass: AuthGuard },
      ],
      exports: [CredentialCache, Authenticator],
    };
  }
}
