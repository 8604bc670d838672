import { Prisma } from '../generated/client.js';

/** The endpoint `e` may be sent to now. */
export const SENDABLE = Prisma.sql`(e.state = 'active' AND e.deleted_at IS NULL AND (e.circuit_open_until IS NULL OR e.circuit_open_until <= clock_timestamp()))`;
