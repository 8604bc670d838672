import { mkdtempSync, chmodSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { readMigrations } from '#persistence/migrate/read-migrations';
import { openSchemaEngine } from '#persistence/migrate/schema-engine';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';

/**
 * `npm run db:diff`: prints the SQL that would bring a database with all migrations to prisma/schema.prisma, ready for the next migration's
 * file. `--check` prints it too and exits with 1 when there is any. Works on a throw-away database; what the schema language cannot say
 * (functions, triggers, checks, partial indexes) is not compared.
 */
async function main(check: boolean): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-diff-'));
  chmodSync(home, 0o711);
  const log = { info: () => undefined, warn: (message: string) => void process.stderr.write(`${message}\n`) };
  const server = await startEmbeddedPostgres({ home, log, fast: true });
  try {
    const sql = await difference(server.url);
    process.stdout.write(sql === '' ? '-- The migrations and prisma/schema.prisma agree.\n' : sql);
    if (check && sql !== '') process.exitCode = 1;
  } finally {
    await server.stop();
    await removeEmbeddedPostgres(home);
  }
}

async function difference(databaseUrl: string): Promise<string> {
  const migrations = migrationsFolder();
  const schema = join(dirname(migrations), 'schema.prisma');
  const { engine, close } = await openSchemaEngine({ databaseUrl });
  try {
    const { stdout, exitCode } = await engine.diff({
      from: { tag: 'migrations', ...(await readMigrations(migrations)) },
      to: { tag: 'schemaDatamodel', files: [{ path: schema, content: await readFile(schema, 'utf8') }] },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    // The engine's exit code 2 says that there is a difference; without one the script is a comment.
    return exitCode === 2 ? (stdout ?? '') : '';
  } finally {
    await close();
  }
}

await main(process.argv.includes('--check'));
