import { Prisma } from '../generated/client.js';

/**
 * The delivery `d` is not finished. Told by what it is not, so that no plan reads all unfinished ones by their index in order to find some by id: with
 * ten thousand of them a statement of 64 results took 50 ms.
 */
export const UNFINISHED = Prisma.sql`d.state NOT IN ('delivered', 'dead')`;

/**
 * The claim of the delivery `d` that `r` was made under stands still: nobody has counted its fence up, and either it had a lease of its own, or
 * nobody else has held its endpoint since.
 */
export const CLAIM_STANDS = Prisma.sql`(d.id = r.id AND d.fence = r.fence AND ${UNFINISHED} AND (r.epoch IS NULL
  OR EXISTS (SELECT 1 FROM webhook_endpoint h WHERE h.id = d.endpoint_id AND h.drain_epoch = r.epoch)))`;
