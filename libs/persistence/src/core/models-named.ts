import { Prisma } from '../generated/client.js';
import { isModelId } from './model-reference.js';
import { nameMatches } from './name-matches.js';
import type { SearchClient } from './search-client.js';

/** More models than this are not said one by one. */
export const MOST_MODELS = 2_000;

/** The id of the living model with that name or id, as an expression: null where there is none. */
export function livingModelId(workspace: string, reference: string): Prisma.Sql {
  if (isModelId(reference)) return Prisma.sql`${reference}`;
  return Prisma.sql`(SELECT m.id FROM registered_model m WHERE m.workspace = ${workspace} AND m.name = ${reference} AND m.deleted_at IS NULL)`;
}

/**
 * The ids of the models that bear that name or id, the living one first, and with `evenDeleted` those that bore it. Asked for first, so that the
 * server knows how many rows of a log each has.
 */
export async function modelIdsOf(
  sql: SearchClient,
  workspace: string,
  reference: string,
  evenDeleted: boolean,
): Promise<readonly string[]> {
  if (isModelId(reference)) return [reference];
  const rows = await sql.rows<{ id: string }>(Prisma.sql`
    SELECT m.id FROM registered_model m WHERE m.workspace = ${workspace} AND m.name = ${reference} AND m.deleted_at IS NULL
    ${evenDeleted ? Prisma.sql`UNION ALL SELECT m.id FROM registered_model m WHERE m.workspace = ${workspace} AND m.name = ${reference} AND m.deleted_at IS NOT NULL` : Prisma.empty}`);
  return rows.map(({ id }) => id);
}

/** The condition that `column` is one of these ids. One id is said plainly: earlier servers know more of it than of a list of one. */
export function isOneOf(column: Prisma.Sql, ids: readonly string[]): Prisma.Sql {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? Prisma.sql`${column} = ${only}` : Prisma.sql`${column} = ANY(${[...ids]}::text[])`;
}

/**
 * The condition that `column` is the id of a model whose name matches one of the expressions, deleted ones too. The ids are asked for first:
 * of ids the server knows how many rows each has, and it need not match names for each statement of a search. Where they are too many to be
 * said, the name of each row's model is matched.
 */
export async function isOfModelNamed(
  sql: SearchClient,
  workspace: string,
  column: Prisma.Sql,
  regexes: readonly string[],
): Promise<Prisma.Sql> {
  return isOfModels(column, regexes, await modelsNamed(sql, workspace, regexes));
}

/** As `isOfModelNamed`, where the models' ids are known already, or known to be too many. */
export function isOfModels(column: Prisma.Sql, regexes: readonly string[], ids: readonly string[] | null): Prisma.Sql {
  if (ids !== null) return isOneOf(column, ids);
  return Prisma.sql`(SELECT ${nameMatches(Prisma.sql`model_of_row.name`, regexes)} FROM registered_model model_of_row WHERE model_of_row.id = ${column})`;
}

/** The ids of the models whose names match, deleted ones too. Null where they are too many to be said. */
async function modelsNamed(sql: SearchClient, workspace: string, regexes: readonly string[]): Promise<readonly string[] | null> {
  const [found] = await sql.rows<{ ids: string[] }>(Prisma.sql`SELECT ARRAY(${firstNamed(workspace, regexes)}) AS ids`);
  const { ids = [] } = found ?? {};
  return ids.length <= MOST_MODELS ? ids : null;
}

/**
 * A query of the ids of the models whose names match, deleted ones too: of one more than are said. Of the table of names alone: its indexes hold all that
 * is asked for.
 */
export function firstNamed(workspace: string, regexes: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT n.model_id AS id FROM model_name n WHERE n.workspace = ${workspace} AND ${nameMatches(Prisma.sql`n.name`, regexes)} LIMIT ${MOST_MODELS + 1}::int`;
}
