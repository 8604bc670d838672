import { Prisma } from '../generated/client.js';

/** Ids are accepted wherever a name is; no name looks like one (see the domain's rule for model names). */
const MODEL_ID = /^mdl_[0-9A-HJKMNP-TV-Z]{26}$/i;

/** True when the text is a model's id and not its name. */
export function isModelId(reference: string): boolean {
  return MODEL_ID.test(reference);
}

/** The condition that finds one living model `m` by its name or id, each by its index. */
export function byReference(workspace: string, reference: string): Prisma.Sql {
  return isModelId(reference)
    ? Prisma.sql`m.id = ${reference} AND m.workspace = ${workspace} AND m.deleted_at IS NULL`
    : Prisma.sql`m.workspace = ${workspace} AND m.name = ${reference} AND m.deleted_at IS NULL`;
}
