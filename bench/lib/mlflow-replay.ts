import type pg from 'pg';

/**
 * The control of the race: what MLflow's store does for `transition_model_version_stage(archive_existing_versions=True)`, statement by
 * statement (an older copy of its code): plain SELECTs, then the updates that an ORM flushes, one per row that it read, in one READ COMMITTED
 * transaction, no row lock and no unique index over stages. Tables of its own, with the keys that MLflow gives them.
 */
export async function createMlflowTables(pool: pg.Pool, models: number, versions: number): Promise<void> {
  await pool.query(`
    CREATE SCHEMA mlflow;
    CREATE TABLE mlflow.registered_models (name varchar(256) PRIMARY KEY, creation_time bigint, last_updated_time bigint, description varchar(5000));
    CREATE TABLE mlflow.model_versions (name varchar(256) NOT NULL REFERENCES mlflow.registered_models (name) ON UPDATE CASCADE, version int NOT NULL,
      creation_time bigint, last_updated_time bigint, description varchar(5000), user_id varchar(256), current_stage varchar(20), source varchar(500),
      run_id varchar(32), status varchar(20), PRIMARY KEY (name, version));`);
  await pool.query(`INSERT INTO mlflow.registered_models SELECT 'model-' || i, 0, 0, '' FROM generate_series(0, $1::int - 1) AS i`, [
    models,
  ]);
  await pool.query(
    `INSERT INTO mlflow.model_versions (name, version, creation_time, last_updated_time, current_stage, source, status)
     SELECT 'model-' || i, v, 0, 0, 'None', 's3://bucket/' || i || '/' || v, 'READY' FROM generate_series(0, $1::int - 1) AS i, generate_series(1, $2::int) AS v`,
    [models, versions],
  );
}

/** One transition to Production with the archiving of those that stand there. */
export async function transitionAsMlflow(pool: pg.Pool, model: string, version: number): Promise<void> {
  const client = await pool.connect();
  const now = Date.now();
  try {
    await client.query('BEGIN');
    await client.query({
      name: 'mlflow-version',
      text: `SELECT * FROM mlflow.model_versions WHERE name = $1 AND version = $2 AND current_stage <> 'Deleted_Internal'`,
      values: [model, version],
    });
    const { rows } = await client.query<{ version: number }>({
      name: 'mlflow-others',
      text: `SELECT * FROM mlflow.model_versions WHERE name = $1 AND version <> $2 AND current_stage = 'Production'`,
      values: [model, version],
    });
    await client.query({ name: 'mlflow-model', text: 'SELECT * FROM mlflow.registered_models WHERE name = $1', values: [model] });
    for (const other of rows) {
      await client.query({
        name: 'mlflow-archive',
        text: `UPDATE mlflow.model_versions SET current_stage = 'Archived', last_updated_time = $3 WHERE name = $1 AND version = $2`,
        values: [model, other.version, now],
      });
    }
    await client.query({
      name: 'mlflow-promote',
      text: `UPDATE mlflow.model_versions SET current_stage = 'Production', last_updated_time = $3 WHERE name = $1 AND version = $2`,
      values: [model, version, now],
    });
    await client.query({
      name: 'mlflow-touch',
      text: 'UPDATE mlflow.registered_models SET last_updated_time = $2 WHERE name = $1',
      values: [model, now],
    });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
