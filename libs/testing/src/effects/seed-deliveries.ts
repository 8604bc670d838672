import type pg from 'pg';

/**
 * Writes deliveries of an endpoint straight into the table, of no events: a millisecond apart, those that fail due in an hour.
 * @param models they are of so many models in turn; of none where it is 0.
 */
export async function seedDeliveries(
  database: Pick<pg.Pool, 'query'>,
  endpointId: string,
  count: number,
  state: 'pending' | 'failing' | 'dead' | 'delivered',
  models = 0,
): Promise<void> {
  await database.query(
    `WITH base AS (SELECT coalesce(max(position), 0) AS position FROM delivery)
     INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, model_id, position, state, next_attempt_at, created_at, finished_at)
     SELECT 'seed-' || b.position + g, 'default', $1, 'seed-' || b.position + g, 'model.updated', CASE WHEN $4 > 0 THEN 'mdl_' || g % $4 END, b.position + g, $3,
       CASE $3 WHEN 'pending' THEN now() WHEN 'failing' THEN now() + interval '1 hour' END, now() - interval '1 day' + g * interval '1 millisecond',
       CASE WHEN $3 IN ('dead', 'delivered') THEN now() END
     FROM base b, generate_series(1, $2) g`,
    [endpointId, count, state, models],
  );
}
