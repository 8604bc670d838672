import { Injectable } from '@nestjs/common';
import { EventStore, type TailedEvent } from '#application/ports/event-store';
import type { EventEnvelope } from '#application/ports/webhook-sender';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { ENVELOPE, envelopeOf, STAGES } from './event-row.js';

/** The dispatched events of Postgres, read by their position. */
@Injectable()
export class PrismaEventStore extends EventStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async head(workspace: string): Promise<number> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ head: number }[]>`SELECT position::float8 AS head FROM workspace WHERE name = ${workspace}`,
    );
    return rows[0]?.head ?? 0;
  }

  override async oldest(workspace: string): Promise<number | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ oldest: number }[]>`
        SELECT e.position::float8 AS oldest FROM event e WHERE e.workspace = ${workspace} AND e.position IS NOT NULL
        ORDER BY e.position LIMIT 1`,
    );
    return rows[0]?.oldest ?? null;
  }

  override async after(workspace: string, position: number, limit: number): Promise<readonly TailedEvent[]> {
    const rows = await reading(
      () => this.database.client.$queryRaw<(EventEnvelope & { modelNow: string | null; stages: string[] })[]>`
        SELECT ${ENVELOPE}, m.name AS "modelNow", ${STAGES} AS stages
        FROM event e LEFT JOIN registered_model m ON m.id = e.model_id
        WHERE e.workspace = ${workspace} AND e.position > ${position}::bigint ORDER BY e.position LIMIT ${limit}`,
    );
    return rows.map((row) => ({ event: envelopeOf(row), modelNow: row.modelNow, stages: row.stages }));
  }
}
