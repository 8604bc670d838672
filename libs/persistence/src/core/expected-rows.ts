import { Prisma } from '../generated/client.js';
import type { SearchClient } from './search-client.js';

/** A plan of the server that costs no more than this reads a hundred rows or so by an index, which costs about two for each. */
const CHEAP = 500;

/** What the server expects of a statement, by its statistics. */
export interface Expected {
  readonly rows: number;
  /** In the server's units: a page of the disk that it does not expect in its cache is one. */
  readonly cost: number;
  /** True where its plan goes by indexes that find little else than what is asked for. */
  readonly cheap: boolean;
}

/** Asks the server what it expects of a statement, without running it. */
export async function expectedOf(sql: SearchClient, statement: Prisma.Sql): Promise<Expected> {
  const [plan] = await sql.rows<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number; 'Total Cost': number } }[] }>(
    Prisma.sql`EXPLAIN (FORMAT JSON) ${statement}`,
  );
  const { 'Plan Rows': rows = 0, 'Total Cost': cost = Number.POSITIVE_INFINITY } = plan?.['QUERY PLAN'][0]?.Plan ?? {};
  return { rows, cost, cheap: cost <= CHEAP };
}
