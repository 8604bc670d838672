import { Prisma } from '../generated/client.js';
import type { PageSource } from './find-page.js';
import { after, orderBy, valueSql, type OrderPart } from './keyset.js';
import type { CompiledSearch } from './search.js';

const MODEL = Prisma.sql`JOIN registered_model m ON m.id = v.model_id AND m.workspace = v.workspace AND m.deleted_at IS NULL`;
const ALL = Prisma.sql`v.*`;

/** The living versions of a workspace, or of one of its models, in the order of the search. */
export function versionSource(search: CompiledSearch, workspace: string, modelId: string | null): PageSource {
  const ofModel = modelId === null ? Prisma.empty : Prisma.sql`AND v.model_id = ${modelId}`;
  const where = Prisma.sql`v.workspace = ${workspace} AND v.deleted_at IS NULL ${ofModel}`;
  const common = { row: Prisma.sql`v`, model: MODEL, where, from: Prisma.sql`model_version v`, workspace, few: false };
  const { parts, cursor } = search;
  if (parts[0]?.key === 'name') return { ...common, named: true, rows: (limit, columns) => byName(search, workspace, limit, columns) };
  const beyond = cursor === null ? Prisma.empty : Prisma.sql`AND ${after(parts, cursor)}`;
  // Where a later column of the order is the model's the rows are joined with it; else the index on versions is enough.
  const model = parts.some((part) => part.key === 'name') ? MODEL : Prisma.empty;
  const order = orderBy(modelId === null ? parts : uniqueWithinModel(parts));
  return {
    ...common,
    named: false,
    rows: (limit, columns = ALL) =>
      Prisma.sql`SELECT ${columns} FROM model_version v ${model} WHERE ${where} ${beyond} ORDER BY ${order} LIMIT ${limit}::int`,
  };
}

/**
 * In the order of names: model by model, and of each no more versions than a page needs. A join would sort all versions of the models that it
 * meets, and one model may have a hundred thousand.
 */
function byName(
  { parts, cursor, filter, readable }: Omit<CompiledSearch, 'limit'>,
  workspace: string,
  limit: number,
  columns = ALL,
): Prisma.Sql {
  const [name, ...rest] = parts;
  if (name === undefined) throw new Error('the order is not by name');
  const conditions = [...readable, ...filter.ofModel];
  if (cursor !== null) {
    const at = valueSql(name, cursor[0]);
    conditions.push(name.direction === 'ASC' ? Prisma.sql`m.name >= ${at}` : Prisma.sql`m.name <= ${at}`, after(parts, cursor));
  }
  return Prisma.sql`
    SELECT ${columns} FROM registered_model m CROSS JOIN LATERAL (
      SELECT v.* FROM model_version v WHERE v.model_id = m.id AND v.workspace = m.workspace AND v.deleted_at IS NULL ${withinModel(name, rest, cursor)}
      ORDER BY ${orderBy(uniqueWithinModel(rest))} LIMIT ${limit}::int) v
    WHERE ${Prisma.join([Prisma.sql`m.workspace = ${workspace} AND m.deleted_at IS NULL`, ...conditions], ' AND ')}
    ORDER BY ${orderBy(parts)} LIMIT ${limit}::int`;
}

/** The number alone orders the versions of one model: with nothing behind it the index on both is that order. */
function uniqueWithinModel(rest: readonly OrderPart[]): readonly OrderPart[] {
  const number = rest.findIndex((part) => part.key === 'version');
  return number < 0 ? rest : rest.slice(0, number + 1);
}

/** In the model at which the last page ended, its versions after that one: as a bound of the index where they go by their number. */
function withinModel(name: OrderPart, rest: readonly OrderPart[], cursor: CompiledSearch['cursor']): Prisma.Sql {
  if (cursor === null) return Prisma.empty;
  const there = Prisma.sql`m.name = ${valueSql(name, cursor[0])}`;
  const [first] = rest;
  if (first?.key !== 'version') return Prisma.sql`AND (NOT (${there}) OR ${after(rest, cursor.slice(1))})`;
  const number = valueSql(first, cursor[1]);
  return first.direction === 'ASC'
    ? Prisma.sql`AND v.version >= CASE WHEN ${there} THEN ${number} ELSE 1 END`
    : Prisma.sql`AND v.version <= CASE WHEN ${there} THEN ${number} ELSE 2147483647 END`;
}
