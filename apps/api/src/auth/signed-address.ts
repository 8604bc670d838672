import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

export const SIGNED_ADDRESS = 'slipway:signed-address';

/** A route that also takes a signature in its address instead of a credential; whoever carries the command out verifies it. */
export const TakesSignedAddress = (): CustomDecorator => SetMetadata(SIGNED_ADDRESS, true);

/** The signature in the address of a request without a credential. */
export function signatureOf(request: FastifyRequest): string | undefined {
  if (request.headers.authorization !== undefined) return undefined;
  const query: unknown = request.query;
  const signature: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, 'signature') : undefined;
  return typeof signature === 'string' ? signature : undefined;
}
