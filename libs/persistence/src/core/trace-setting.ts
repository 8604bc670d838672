import { currentTraceparent } from '#platform/tracing/tracing';
import { Prisma } from '../generated/client.js';

/**
 * What makes a statement store the trace that it belongs to with the events and deployments that it writes (their columns' default): a `FROM` for
 * a `SELECT` that has none. Empty, so that the statement stays as it is, where nothing is traced.
 */
export function traceSetting(): Prisma.Sql {
  const traceparent = currentTraceparent();
  if (traceparent === null) return Prisma.empty;
  return Prisma.sql`FROM (SELECT set_config('slipway.traceparent', ${traceparent}, true)) AS trace`;
}
