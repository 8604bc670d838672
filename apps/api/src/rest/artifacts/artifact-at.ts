import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { VersionNumber } from '../versions/version-number.js';

/** The file that a route names. */
export interface ArtifactReference {
  readonly model: string;
  readonly version: number;
  readonly path: string;
}

/**
 * The file that the address names: its path is everything after `artifacts/`, decoded once by the router.
 * @throws SlipwayError INVALID_ARGUMENT for a version that is no number.
 */
export const ArtifactAt = createParamDecorator((_: unknown, context: ExecutionContext): ArtifactReference => {
  const params: unknown = context.switchToHttp().getRequest<FastifyRequest>().params;
  const version = new VersionNumber().transform(textOf(params, 'version'));
  return { model: textOf(params, 'model'), version, path: textOf(params, '*') };
});

function textOf(params: unknown, name: string): string {
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}
