import { Injectable } from '@nestjs/common';
import { MassChangeStore, type MassChangeBatch, type SettledBatch } from '#application/ports/mass-change-store';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { endUnfinished, retriedUpTo, retryFailing } from './mass-changes-sql.js';

/** Changes of many deliveries over `delivery` and `webhook_endpoint.retry_behind`. */
@Injectable()
export class PrismaMassChangeStore extends MassChangeStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async deletedWithUnfinished(limit: number): Promise<readonly string[]> {
    // Walks the endpoints that have something unfinished (a loose index scan), however many there are that have not, and however long the lines.
    const rows = await reading(
      () => this.database.client.$queryRaw<{ id: string }[]>`
        WITH RECURSIVE busy AS (
          (SELECT d.endpoint_id FROM delivery d WHERE d.state IN ('pending', 'failing') ORDER BY d.endpoint_id LIMIT 1)
          UNION ALL
          SELECT n.endpoint_id FROM busy b CROSS JOIN LATERAL (SELECT d.endpoint_id FROM delivery d
            WHERE d.state IN ('pending', 'failing') AND d.endpoint_id > b.endpoint_id ORDER BY d.endpoint_id LIMIT 1) n
        )
        SELECT e.id FROM busy b JOIN webhook_endpoint e ON e.id = b.endpoint_id WHERE e.deleted_at IS NOT NULL LIMIT ${limit}::int`,
    );
    return rows.map(({ id }) => id);
  }

  override async endUnfinished(endpointId: string, behind: number | null, limit: number): Promise<SettledBatch> {
    const { looked, changed, ms, last } = await reading(() => endUnfinished(this.database.client, endpointId, behind, limit));
    return { changed, ms, next: looked < limit || last === null ? null : Number(last) };
  }

  override retryFailing(limit: number): Promise<MassChangeBatch | null> {
    return reading(async () => {
      const sql = this.database.client;
      const [endpoint] = await sql.$queryRaw<{ id: string; behind: bigint }[]>`
        SELECT id, retry_behind AS behind FROM webhook_endpoint WHERE retry_behind IS NOT NULL ORDER BY random() LIMIT 1`;
      if (endpoint === undefined) return null;
      const { id, behind } = endpoint;
      const batch = await retryFailing(sql, id, behind, limit);
      await retriedUpTo(sql, id, behind, batch, limit);
      return batch;
    });
  }
}
