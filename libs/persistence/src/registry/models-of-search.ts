import type { SearchClient } from '../core/search-client.js';
import { Prisma } from '../generated/client.js';
import type { CompiledSearch } from './search.js';

/** More models than this are not said one by one. */
const MOST_MODELS = 2_000;

/**
 * A search over versions whose conditions on their model (its name, its owner, what is readable) are said of the models' ids, where these are few:
 * how many versions a model has the server knows, what a name stands for it does not. Null where no model meets them.
 */
export async function withModelsNamed(sql: SearchClient, search: CompiledSearch, workspace: string): Promise<CompiledSearch | null> {
  const { filter, readable, parts } = search;
  const conditions = [...readable, ...filter.ofModel];
  // In the order of names the models are gone through by their names anyway.
  if (conditions.length === 0 || parts[0]?.key === 'name') return { ...search, filter: { ...filter, helps: [] } };
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM registered_model m WHERE m.workspace = ${workspace} AND m.deleted_at IS NULL AND ${Prisma.join([...conditions, ...filter.helps, ...search.readableHelps], ' AND ')}
    LIMIT ${MOST_MODELS + 1}::int`;
  const [first] = rows;
  if (first === undefined) return null;
  if (rows.length > MOST_MODELS) return { ...search, filter: { ...filter, helps: [] } };
  const ofThese =
    rows.length === 1 ? Prisma.sql`v.model_id = ${first.id}` : Prisma.sql`v.model_id = ANY(${rows.map(({ id }) => id)}::text[])`;
  return {
    ...search,
    readable: [],
    readableHelps: [],
    filter: { ...filter, ofModel: [], helps: [], conditions: [ofThese, ...filter.conditions] },
  };
}
