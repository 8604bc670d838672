import type { EventEnvelope } from '#application/ports/webhook-sender';
import { Prisma } from '../generated/client.js';

/** The envelope of event `e`. */
export const ENVELOPE = Prisma.sql`e.id, e.type, e.created_at AS timestamp, e.api_version AS "apiVersion", e.workspace, e.model, e.model_id AS "modelId",
  e.sequence, e.position::float8 AS position, e.actor, e.door, e.data`;

/** Where a stage may stand that event `e` is about; each is a column of the index `event_words`. */
export const STAGE_COLUMNS: readonly Prisma.Sql[] = [
  Prisma.sql`e.stage`,
  Prisma.sql`(e.data->>'fromStage')`,
  Prisma.sql`(e.data->>'toStage')`,
];

/** All stages that event `e` is about. */
export const STAGES = Prisma.sql`array_remove(ARRAY[${Prisma.join([...STAGE_COLUMNS])}], NULL)`;

/** The envelope out of a row that may hold more; its members in the order in which they are shown. */
export function envelopeOf(row: EventEnvelope): EventEnvelope {
  const { id, type, timestamp, apiVersion, workspace, model, modelId, sequence, position, actor, door, data } = row;
  return { id, type, timestamp, apiVersion, workspace, model, modelId, sequence, position, actor, door, data };
}
