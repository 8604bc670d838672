import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Credential } from '#application/ports/credential-store';
import { SlipwayError } from '#domain/errors/slipway-error';
import { hashToken } from '#platform/crypto/tokens';
import { CredentialCache } from '../../auth/credential-cache.js';

const SCHEME = /^bearer /i;

/** The token that a request came with, for the few routes where more than its actor matters. */
@Injectable()
export class UsedCredential {
  constructor(private readonly credentials: CredentialCache) {}

  /**
   * Null for a request without a credential.
   * @throws SlipwayError UNAUTHENTICATED when the token ended since the guard let the request in.
   */
  async of(request: FastifyRequest): Promise<Credential | null> {
    const { authorization } = request.headers;
    if (authorization === undefined) return null;
    const credential = await this.credentials.find(hashToken(authorization.replace(SCHEME, '')));
    if (credential === null) throw new SlipwayError('UNAUTHENTICATED', 'The token is unknown or was revoked.');
    return credential;
  }
}
