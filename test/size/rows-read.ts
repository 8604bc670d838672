import pg from 'pg';

/** A statement as it went to the server. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

let noted: Statement[] | null = null;

// From the beginning: connections keep the function that they were made with.
// oxlint-disable-next-line typescript/unbound-method -- called with its own client below
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  if (noted !== null) note(noted, args[0], args[1]);
  return Reflect.apply(query, this, args);
} as typeof query;

/** Every reading statement of this process while `work` runs, on connections that were made after this module was loaded. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const seen: Statement[] = [];
  noted = seen;
  try {
    await work();
  } finally {
    noted = null;
  }
  return seen;
}

function note(seen: Statement[], first: unknown, second: unknown): void {
  const text = typeof first === 'string' ? first : textOf(first);
  if (text === null || !/^\s*(select|with)\b/i.test(text) || /\b(insert into|update|delete from|pg_advisory|slipway_\w+)\b/i.test(text))
    return;
  seen.push({ text, values: Array.isArray(second) ? second : valuesOf(first) });
}

function textOf(config: unknown): string | null {
  return typeof config === 'object' && config !== null && 'text' in config && typeof config.text === 'string' ? config.text : null;
}

function valuesOf(config: unknown): readonly unknown[] {
  return typeof config === 'object' && config !== null && 'values' in config && Array.isArray(config.values) ? config.values : [];
}

/** How many rows of tables a statement reads, those included that a filter throws away. */
export async function rowsRead(client: pg.Client, { text, values }: Statement): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>({
    text: `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    values: [...values],
  });
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  return plan === undefined ? 0 : scanned(plan);
}

function scanned(plan: Plan): number {
  const own =
    plan['Relation Name'] === undefined && plan['Node Type'] !== 'Bitmap Index Scan' ? 0 : each(plan) * (plan['Actual Loops'] ?? 0);
  return (plan.Plans ?? []).reduce((sum, one) => sum + scanned(one), plan['Node Type'] === 'Bitmap Index Scan' ? 0 : own);
}

function each(plan: Plan): number {
  return (plan['Actual Rows'] ?? 0) + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
}
