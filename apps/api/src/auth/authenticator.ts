import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import type { Actor } from '#domain/access/actor';
import { SlipwayError } from '#domain/errors/slipway-error';
import { hashToken } from '#platform/crypto/tokens';
import { CredentialCache } from './credential-cache.js';
import { LastUsed } from './last-used.js';

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
    private readonly clock: Clock,
  ) {}

  /**
   * `authorization` is the header as it came.
   * @throws SlipwayError UNAUTHENTICATED for no credential (where anonymous requests have no role) and for one that is unknown, revoked
   *   or expired; UNAVAILABLE when the database is away.
   */
  async actorFor(authorization: string | undefined): Promise<Actor> {
    if (authorization === undefined) {
      if (this.anonymous.actor !== null) return this.anonymous.actor;
      throw new SlipwayError('UNAUTHENTICATED', 'This needs a credential: Authorization: Bearer <token>.');
    }
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw new SlipwayError('UNAUTHENTICATED', 'The Authorization header must read: Bearer <token>.');
    const credential = await this.credentials.find(hashToken(token));
    if (credential === null) throw new SlipwayError('UNAUTHENTICATED', 'The token is unknown or was revoked.');
    if (credential.expiresAt !== null && credential.expiresAt.getTime() <= this.clock.now().getTime()) {
      throw new SlipwayError('UNAUTHENTICATED', `The token expired at ${credential.expiresAt.toISOString()}.`);
    }
    this.lastUsed.note(credential.tokenId);
    return credential.actor;
  }
}
