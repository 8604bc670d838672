import { HttpException, NotFoundException } from '@nestjs/common';
import type { ErrorCode } from '#domain/errors/error-code';
import { SlipwayError } from '#domain/errors/slipway-error';
import { translateDatabaseError } from '#persistence/core/database-error';

/** Statuses that Nest and Fastify give by themselves, as our codes. */
const BY_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [413, 'BODY_TOO_LARGE'],
  [429, 'RATE_LIMITED'],
  [503, 'UNAVAILABLE'],
]);

/**
 * Anything that can be thrown while a request is served, as the one kind of error that doors write. What nobody expected becomes INTERNAL
 * with the original as its cause, and says nothing of it.
 */
export function toSlipwayError(thrown: unknown): SlipwayError {
  if (thrown instanceof SlipwayError) return thrown;
  // Use cases never throw Nest's exceptions, so this is the router's "no such route".
  if (thrown instanceof NotFoundException) return new SlipwayError('ROUTE_NOT_FOUND', `There is no such route. ${thrown.message}.`);
  const translated = translateDatabaseError(thrown);
  if (translated instanceof SlipwayError) return translated;
  const status = statusOf(thrown);
  if (status === 415)
    return new SlipwayError('UNSUPPORTED_MEDIA_TYPE', 'Content-Type names no media type. JSON is application/json.', { cause: thrown });
  const code = BY_STATUS.get(status);
  if (code !== undefined) return new SlipwayError(code, messageOf(thrown), { cause: thrown });
  if (status >= 400 && status < 500) return new SlipwayError('INVALID_ARGUMENT', messageOf(thrown), { cause: thrown });
  return new SlipwayError('INTERNAL', 'Something went wrong on our side. The request id names it in the log of the service.', {
    cause: thrown,
  });
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  return thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'The request is malformed.';
}
