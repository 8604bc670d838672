import type pg from 'pg';
import { generateWebhookSecret } from '#integrations/webhook/src/sign';
import { SealedSecretVault } from '#persistence/effects/sealed-secret-vault';
import { loadConfig } from '#platform/config/load-config';
import { OWNER_ID } from './callers.js';
import type { Installation } from './slipway-processes.js';

/**
 * Makes so many endpoints for `promotion.applied` at one receiver, owned by the first caller; answers their ids. `kind` stands in their paths:
 * the receiver lets `hang` hang and answers `fail` by 500.
 */
export async function makeEndpoints(
  pool: pg.Pool,
  installation: Installation,
  receiver: string,
  count: number,
  kind = 'endpoint',
): Promise<readonly string[]> {
  const { secrets } = loadConfig(installation.environment, 'worker');
  const vault = SealedSecretVault.withKeys(secrets.encryption);
  const ids = Array.from({ length: count }, (_, index) => `whk_${kind}${String(index).padStart(26 - kind.length, '0')}`);
  for (const [index, id] of ids.entries()) {
    const secret = vault.seal(generateWebhookSecret(), { table: 'webhook_endpoint', row: id, column: 'secret' });
    await pool.query(
      `INSERT INTO webhook_endpoint (id, workspace, url, event_types, stages, api_version, state, secret, owner_type, owner_id, owner_name, created_at, updated_at)
       VALUES ($1, 'default', $2, '{promotion.applied}', '{}', '1', 'active', $3, 'user', $4, $4, now(), now())`,
      [id, `${receiver}/${kind}-${index}`, secret, OWNER_ID],
    );
  }
  return ids;
}

/** What a promotion tells, as an event carries it. */
export const PROMOTION_DATA = {
  promotionId: 'prm_01JD00000000000000000000000',
  version: 7,
  fromStage: 'Staging',
  toStage: 'Production',
  previousVersion: 6,
  archivedVersions: [6],
  reason: 'better on the holdout',
  kind: 'promotion',
};

/** Makes so many dispatched events with a due delivery for each endpoint, in one transaction. `round` keeps their ids apart. */
export async function makeDue(pool: pg.Pool, round: number, events: number, endpoints: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `WITH place AS (
         UPDATE workspace SET position = position + $2::int WHERE name = 'default' RETURNING position - $2::int AS base
       ), made AS (
         INSERT INTO event (id, workspace, type, api_version, model_id, model, position, stage, actor, door, data, created_at)
         SELECT 'evt_' || $1::int || '_' || n, 'default', 'promotion.applied', '1', m.id, m.name, place.base + n, 'Production',
           '{"type":"user","id":"usr_bench0","name":"bench"}', 'rest', $4::jsonb, now()
         FROM place, generate_series(1, $2::int) AS n JOIN registered_model m ON m.id = 'mdl_' || lpad((n % 1000)::text, 26, '0')
         RETURNING id, model_id, position
       )
       INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, model_id, position, state, next_attempt_at, created_at)
       SELECT 'dlv_' || made.id || '_' || e, 'default', e, made.id, 'promotion.applied', made.model_id, made.position, 'pending', now(), now()
       FROM made, unnest($3::text[]) AS e`,
      [round, events, [...endpoints], JSON.stringify(PROMOTION_DATA)],
    );
    // Before the commit, so that it does not run beside the deliveries that it has counted.
    await client.query('ANALYZE event, delivery');
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Whether nothing is due any more: every delivery has its result stored. */
export async function allStored(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ waiting: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM delivery WHERE state IN ('pending', 'failing')) AS waiting`,
  );
  return rows[0]?.waiting === false;
}
