import { Prisma } from '../generated/client.js';
import { isModelId } from './model-reference.js';
import { nameMatches } from './name-matches.js';

/** The id of the living model with that name or id, as an expression: null where there is none. */
export function livingModelId(workspace: string, reference: string): Prisma.Sql {
  if (isModelId(reference)) return Prisma.sql`${reference}`;
  return Prisma.sql`(SELECT m.id FROM registered_model m WHERE m.workspace = ${workspace} AND m.name = ${reference} AND m.deleted_at IS NULL)`;
}

/** The ids of all models that bear that name or id, deleted ones too, as a subquery. */
export function modelIdsOf(workspace: string, reference: string): Prisma.Sql {
  return isModelId(reference) ? Prisma.sql`(SELECT ${reference}::text)` : idsWhere(workspace, Prisma.sql`m.name = ${reference}`);
}

/** The ids of all models whose names match one of the expressions, deleted ones too, as a subquery: hashed, however many they are. */
export function matchingModelIds(workspace: string, regexes: readonly string[]): Prisma.Sql {
  return idsWhere(workspace, nameMatches(Prisma.sql`m.name`, regexes));
}

/** Two statements: the names of living and of deleted models have an index each. */
function idsWhere(workspace: string, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT m.id FROM registered_model m WHERE m.workspace = ${workspace} AND m.deleted_at IS NULL AND ${condition}
    UNION ALL SELECT m.id FROM registered_model m WHERE m.workspace = ${workspace} AND m.deleted_at IS NOT NULL AND ${condition})`;
}
