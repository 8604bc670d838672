import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import type { Actor } from '#domain/access/actor';
import { SlipwayError } from '#domain/errors/slipway-error';
import { hashToken } from '#platform/crypto/tokens';
import { CredentialCache } from './credential-cache.js';
import { LastUsed } from './last-used.js';
import { RateLimiter } from './rate-limiter.js';

/** Who requests without a credential are; null where they are refused. */
export abstract class AnonymousAccess {
  abstract readonly actor: Actor | null;
}

const BEARER = /^bearer ([\x21-\x7e]{1,512})$/i;

/** From a credential to the actor that it speaks for. Authentication only: what the actor may do is asked in use cases. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly credentials: CredentialCache,
    private readonly lastUsed: LastUsed,
    private readonly anonymous: AnonymousAccess,
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
  ) {}

  /**
   * `authorization` is the header as it came, `address` where it came from; without one, failures are neither counted nor limited.
   * @throws SlipwayError UNAUTHENTICATED for no credential (where anonymous requests have no role) and for one that is unknown, revoked
   *   or expired; RATE_LIMITED for one that is not known to be good, after too many of those from that address; UNAVAILABLE when the
   *   database is away.
   */
  async actorFor(authorization: string | undefined, address?: string): Promise<Actor> {
    if (authorization === undefined) {
      if (this.anonymous.actor !== null) return this.anonymous.actor;
      throw new SlipwayError('UNAUTHENTICATED', 'This needs a credential: Authorization: Bearer <token>.');
    }
    const token = BEARER.exec(authorization)?.[1];
    const hash = token === undefined ? undefined : hashToken(token);
    if (address !== undefined) this.refuseGuesses(address, hash);
    if (hash === undefined) throw this.failed(address, 'The Authorization header must read: Bearer <token>.');
    const credential = await this.credentials.find(hash);
    if (credential === null) throw this.failed(address, 'The token is unknown or was revoked.');
    if (credential.expiresAt !== null && credential.expiresAt.getTime() <= this.clock.now().getTime()) {
      throw this.failed(address, `The token expired at ${credential.expiresAt.toISOString()}.`);
    }
    this.lastUsed.note(credential.tokenId);
    return credential.actor;
  }

  /** Before the database is asked. Who was let in before stays in: behind one address there may be many, and one of them with a stale token. */
  private refuseGuesses(address: string, hash: string | undefined): void {
    const retryAfter = this.limiter.waitSeconds(address, 'failures');
    if (retryAfter === 0 || (hash !== undefined && this.credentials.wasGood(hash))) return;
    throw new SlipwayError('RATE_LIMITED', `Too many credentials from your address were refused; wait ${retryAfter} s.`, { retryAfter });
  }

  private failed(address: string | undefined, message: string): SlipwayError {
    if (address !== undefined) this.limiter.take(address, 'failures');
    return new SlipwayError('UNAUTHENTICATED', message);
  }
}
