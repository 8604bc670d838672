import type { Database } from '#persistence/core/database';

/** A digest of every row of each table, to see that nothing changed. When a token was last used is left out: every request changes that. */
export async function contentsOf({ client }: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await client.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const contents: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await client.$queryRawUnsafe<{ digest: string }[]>(
      `SELECT md5(coalesce(string_agg(line, E'\\n' ORDER BY line), '')) AS digest
       FROM (SELECT (to_jsonb(t) - 'last_used_at')::text AS line FROM "${name}" t) AS lines`,
    );
    contents[name] = row?.digest ?? '';
  }
  return contents;
}
