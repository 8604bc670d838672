import type pg from 'pg';

/** MLflow's tables with the rows that the made database has, in a schema of their own: its primary keys and no index more, as its migrations make them. */
export async function makeMlflowTables(pool: pg.Pool): Promise<void> {
  const there = await pool.query<{ there: boolean }>(`SELECT to_regclass('mlflow_control.model_version_tags') IS NOT NULL AS there`);
  if (there.rows[0]?.there === true) return;
  await pool.query(`
    CREATE SCHEMA mlflow_control;
    CREATE TABLE mlflow_control.model_versions AS
      SELECT m.name::varchar(256) AS name, v.version, (extract(epoch FROM v.created_at) * 1000)::bigint AS creation_time,
        (extract(epoch FROM v.updated_at) * 1000)::bigint AS last_updated_time, v.description::varchar(5000), v.creator_name::varchar(256) AS user_id,
        'None'::varchar(20) AS current_stage, v.source::varchar(500), v.run_id::varchar(32), v.status::varchar(20), ''::varchar(500) AS status_message,
        ''::varchar(500) AS run_link, NULL::varchar(500) AS storage_location
      FROM model_version v JOIN registered_model m ON m.id = v.model_id WHERE v.deleted_at IS NULL;
    ALTER TABLE mlflow_control.model_versions ADD PRIMARY KEY (name, version);
    CREATE TABLE mlflow_control.model_version_tags AS
      SELECT t.key::varchar(250), t.value::varchar(5000), m.name::varchar(256), v.version
      FROM version_tag t JOIN model_version v ON v.id = t.version_id JOIN registered_model m ON m.id = v.model_id;
    ALTER TABLE mlflow_control.model_version_tags ADD PRIMARY KEY (key, name, version);`);
  await pool.query('VACUUM ANALYZE mlflow_control.model_versions');
  await pool.query('VACUUM ANALYZE mlflow_control.model_version_tags');
}

/**
 * MLflow's `search_model_versions`: tags as a grouped subquery, newest change first, pages by OFFSET, one row more than the page, then the tags of
 * the page. `sqlalchemy_store.py` of MLflow 2 and 3.
 */
export async function searchAsMlflow(
  pool: pg.Pool,
  tags: Readonly<Record<string, string>>,
  limit: number,
  offset: number,
): Promise<number> {
  const pairs = Object.entries(tags);
  const values: (string | number)[] = pairs.flat();
  const wanted = pairs.map((_, index) => `(t.key = $${2 * index + 1} AND t.value = $${2 * index + 2})`).join(' OR ');
  const join =
    pairs.length === 0
      ? ''
      : `JOIN (SELECT t.name, t.version FROM mlflow_control.model_version_tags t WHERE ${wanted}
           GROUP BY t.name, t.version HAVING count(1) = ${pairs.length}) s ON s.name = v.name AND s.version = v.version`;
  const { rows } = await pool.query<{ name: string; version: number }>({
    name: `mlflow-search-${pairs.length}`,
    text: `SELECT v.* FROM mlflow_control.model_versions v ${join} WHERE v.current_stage <> 'Deleted_Internal'
      ORDER BY v.last_updated_time DESC, v.name, v.version DESC LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
    values: [...values, limit + 1, offset],
  });
  const page = rows.slice(0, limit);
  await pool.query({
    name: 'mlflow-tags',
    text: `SELECT t.* FROM mlflow_control.model_version_tags t JOIN unnest($1::text[], $2::int[]) AS p(name, version) ON t.name = p.name AND t.version = p.version`,
    values: [page.map(({ name }) => name), page.map(({ version }) => version)],
  });
  return rows.length;
}
