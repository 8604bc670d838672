import type pg from 'pg';

/**
 * The control of the promotion benches: the least that a registry with one incumbent per stage has to write (archive the old version, set
 * the new one, a transition, an audit entry, an outbox row), in tables of its own beside ours and of the same size.
 */
export async function createControl(pool: pg.Pool, models: number, versions: number): Promise<void> {
  await pool.query(`
    CREATE SCHEMA control;
    CREATE TABLE control.model (id int PRIMARY KEY, name text UNIQUE);
    CREATE TABLE control.version (id bigserial PRIMARY KEY, model_id int NOT NULL, version int NOT NULL, stage text NOT NULL, tags jsonb, metrics jsonb, source text, UNIQUE (model_id, version));
    CREATE UNIQUE INDEX ON control.version (model_id) WHERE stage = 'Production';
    CREATE TABLE control.transition (id bigserial PRIMARY KEY, model_id int, version int, stage text, at timestamptz DEFAULT now());
    CREATE INDEX ON control.transition (model_id, at);
    CREATE TABLE control.audit (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), actor text, action text, data jsonb);
    CREATE TABLE control.outbox (id bigserial PRIMARY KEY, payload jsonb, sent_at timestamptz);
    CREATE INDEX ON control.outbox (id) WHERE sent_at IS NULL;
    CREATE FUNCTION control.promote(p_model int, p_version int) RETURNS int LANGUAGE plpgsql AS $$
    DECLARE v_old int;
    BEGIN
      PERFORM 1 FROM control.model WHERE id = p_model FOR UPDATE;
      UPDATE control.version SET stage = 'Archived' WHERE model_id = p_model AND stage = 'Production' AND version <> p_version RETURNING version INTO v_old;
      UPDATE control.version SET stage = 'Production' WHERE model_id = p_model AND version = p_version;
      INSERT INTO control.transition (model_id, version, stage) VALUES (p_model, p_version, 'Production');
      INSERT INTO control.audit (actor, action, data) VALUES ('bench', 'promote', jsonb_build_object('model', p_model, 'version', p_version));
      INSERT INTO control.outbox (payload) VALUES (jsonb_build_object('model', p_model, 'version', p_version, 'old', v_old));
      RETURN v_old;
    END $$;`);
  await pool.query(`INSERT INTO control.model SELECT i, 'model-' || lpad(i::text, 6, '0') FROM generate_series(0, $1 - 1) AS i`, [models]);
  await pool.query(
    `INSERT INTO control.version (model_id, version, stage, tags, metrics, source) SELECT i, v, 'None', '{"team":"risk"}', '{"auc":0.9}', 's3://bucket/m' || i || '/' || v
       FROM generate_series(0, $1 - 1) AS i, generate_series(1, $2) AS v`,
    [models, versions],
  );
  await pool.query('VACUUM ANALYZE');
}

/** The same promotion as eight round trips of raw prepared statements. */
export async function promoteInEightTrips(pool: pg.Pool, model: number, version: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({ name: 'c1', text: 'SELECT 1 FROM control.model WHERE id = $1 FOR UPDATE', values: [model] });
    await client.query({
      name: 'c2',
      text: `UPDATE control.version SET stage = 'Archived' WHERE model_id = $1 AND stage = 'Production' AND version <> $2`,
      values: [model, version],
    });
    await client.query({
      name: 'c3',
      text: `UPDATE control.version SET stage = 'Production' WHERE model_id = $1 AND version = $2`,
      values: [model, version],
    });
    await client.query({
      name: 'c4',
      text: `INSERT INTO control.transition (model_id, version, stage) VALUES ($1, $2, 'Production')`,
      values: [model, version],
    });
    await client.query({
      name: 'c5',
      text: `INSERT INTO control.audit (actor, action, data) VALUES ('bench', 'promote', $1)`,
      values: [{ model, version }],
    });
    await client.query({ name: 'c6', text: 'INSERT INTO control.outbox (payload) VALUES ($1)', values: [{ model, version }] });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
