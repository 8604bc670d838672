import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalid } from '#domain/errors/slipway-error';
import { MAX_VERSION } from './artifacts.dto.js';

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
  const version = Number(textOf(params, 'version'));
  if (!Number.isInteger(version) || version < 1 || version > MAX_VERSION) {
    throw invalid('version', 'int', `version must be a whole number from 1 to ${MAX_VERSION}.`);
  }
  return { model: textOf(params, 'model'), version, path: textOf(params, '*') };
});

function textOf(params: unknown, name: string): string {
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}
