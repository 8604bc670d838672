import { firstNamed, isOneOf, MOST_MODELS } from '../core/models-named.js';
import type { SearchClient } from '../core/search-client.js';
import { Prisma } from '../generated/client.js';
import type { CompiledSearch } from './search.js';

/**
 * A search over versions whose conditions on their model (its name, its owner, what is readable) are said of the models' ids, where these are few:
 * how many versions a model has the server knows, what a name stands for it does not. Null where no model meets them.
 */
export async function withModelsNamed(sql: SearchClient, search: CompiledSearch, workspace: string): Promise<CompiledSearch | null> {
  const { filter, readable, parts } = search;
  const conditions = [...readable, ...filter.ofModel];
  // In the order of names the models are gone through by their names anyway.
  if (conditions.length === 0 || parts[0]?.key === 'name') return { ...search, filter: { ...filter, modelHelps: [] } };
  const ids = await sayable(sql, search, workspace);
  if (ids.length === 0) return null;
  if (ids.length > MOST_MODELS) return { ...search, filter: { ...filter, modelHelps: [] } };
  const ofThese = isOneOf(Prisma.sql`v.model_id`, ids);
  return {
    ...search,
    models: ids.length,
    readable: [],
    readableHelps: [],
    filter: { ...filter, ofModel: [], modelHelps: [], conditions: [ofThese, ...filter.conditions] },
  };
}

/** The models that meet the conditions, one more than are said. The table of names tells them, deleted ones among them, which have no living version. */
async function sayable(sql: SearchClient, { filter, readable, regexes }: CompiledSearch, workspace: string): Promise<readonly string[]> {
  const where = Prisma.join([...readable, ...filter.ofModel], ' AND ');
  const models =
    filter.ofModel.length === 0 && regexes !== 'all'
      ? firstNamed(workspace, regexes)
      : Prisma.sql`SELECT m.model_id FROM model_name m WHERE m.workspace = ${workspace} AND ${where} LIMIT ${MOST_MODELS + 1}::int`;
  const [found] = await sql.rows<{ ids: string[] }>(Prisma.sql`SELECT ARRAY(${models}) AS ids`);
  return found?.ids ?? [];
}

/** More versions than this are not said one by one. */
const MOST_STANDING = 500;

/** A search within a model for what stands in a stage, said of the versions' ids where these are few. */
export async function withStanding(sql: SearchClient, search: CompiledSearch): Promise<CompiledSearch> {
  const [standing] = search.filter.standing;
  if (standing === undefined) return search;
  const rows = await sql.rows<{ id: string }>(Prisma.sql`
    SELECT s.version_id AS id FROM stage_placement s WHERE s.model_id = ${standing.modelId} AND s.stage = ${standing.stage} AND s.to_at IS NULL LIMIT ${MOST_STANDING + 1}::int`);
  if (rows.length > MOST_STANDING) return search;
  const these = Prisma.sql`v.id = ANY(${rows.map(({ id }) => id)}::text[])`;
  return { ...search, filter: { ...search.filter, conditions: [these, ...search.filter.conditions] } };
}
