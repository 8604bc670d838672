import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const OUTSIDE = '-- slipway: not in a transaction\n';

/** Checks a house with a migration of each of these scripts; the rules that each breaks. */
function broken(scripts: readonly string[]): readonly string[] {
  const house = mkdtempSync(join(tmpdir(), 'slipway-migrations-check-'));
  onTestFinished(() => rmSync(house, { recursive: true, force: true }));
  for (const [index, sql] of ['CREATE INDEX a ON event (id);', ...scripts].entries()) {
    // The first one makes the tables of the release and is let be.
    const folder = join(
      house,
      'prisma',
      'migrations',
      index === 0 ? '20261121000000_main_job' : `2027010100${String(index).padStart(4, '0')}_x`,
    );
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'migration.sql'), sql);
  }
  const { stderr, status } = spawnSync(process.execPath, [resolve(import.meta.dirname, 'check-migrations.mjs'), house], {
    encoding: 'utf8',
  });
  expect(status).toBe(stderr === '' ? 0 : 1);
  const rules = stderr.matchAll(/^prisma\/migrations\/2027010100(\d{4})_x: ([\w-]+): ./gm);
  const found = scripts.map((): string[] => []);
  for (const [, index, rule = ''] of rules) found[Number(index) - 1]?.push(rule);
  return found.map((list) => list.join(' '));
}

it('refuses what would hold up writes or stop the release before, each with its reason', () => {
  const cases: Readonly<Record<string, string>> = {
    'CREATE INDEX e ON event (type);': 'index',
    'CREATE UNIQUE INDEX "e" ON "public"."event"("type");': 'index',
    'CREATE INDEX CONCURRENTLY e ON event (type);': 'outside',
    [`${OUTSIDE}CREATE INDEX CONCURRENTLY e ON event (type); CREATE INDEX CONCURRENTLY f ON event (id);`]: 'outside',
    [`${OUTSIDE}CREATE INDEX CONCURRENTLY IF NOT EXISTS e ON event (type);`]: 'outside',
    [`${OUTSIDE}DROP INDEX CONCURRENTLY e;`]: 'outside',
    [`${OUTSIDE}ALTER TABLE event ADD COLUMN a int;`]: 'outside',
    'ALTER TABLE event ALTER COLUMN type SET NOT NULL;': 'not-null',
    'ALTER TABLE event ADD COLUMN a int, ALTER b TYPE bigint;': 'type',
    'ALTER TABLE "event" ALTER COLUMN "b" SET DATA TYPE bigint;': 'type',
    'ALTER TABLE event ADD COLUMN a int NOT NULL;': 'default',
    'ALTER TABLE event ADD COLUMN a uuid NOT NULL DEFAULT gen_random_uuid();': 'default',
    'ALTER TABLE event ADD a int GENERATED ALWAYS AS (1) STORED;': 'default',
    'ALTER TABLE event ADD CONSTRAINT c CHECK (a > 0);': 'constraint',
    'ALTER TABLE event ADD FOREIGN KEY (a) REFERENCES promotion (id);': 'constraint',
    'ALTER TABLE event ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE event VALIDATE CONSTRAINT c;': 'validate',
    "UPDATE event SET type = 'x';": 'rows',
    "WITH a AS (SELECT 1) UPDATE event SET type = 'x';": 'rows',
    'DELETE FROM delivery WHERE true;': 'rows',
    'LOCK TABLE event;': 'lock',
    'ALTER TABLE event DROP COLUMN type;': 'gone',
    'ALTER TABLE webhook_endpoint RENAME COLUMN url TO address;': 'gone',
    'DROP FUNCTION slipway_journal;': 'gone',
    'DO $$ BEGIN UPDATE event SET type = 1; END $$;': 'do',
    'ALTER TABLE event ADD a int; ALTER TABLE delivery ADD b int; ALTER TABLE api_token ADD c int;': 'locks',
    'CREATE TABLE n (a text REFERENCES event (id), b text REFERENCES promotion (id), c text REFERENCES blob (id));': 'locks',
  };
  expect(broken(Object.keys(cases))).toEqual(Object.values(cases));
});

it('takes what holds up nobody', () => {
  const scripts = [
    `${OUTSIDE}-- why\nCREATE UNIQUE INDEX CONCURRENTLY "e" ON "event"("type") WHERE position IS NULL;`,
    `${OUTSIDE}DROP INDEX CONCURRENTLY IF EXISTS e;`,
    `ALTER TABLE "event" ADD COLUMN "a" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01', ADD COLUMN b int, ADD c jsonb DEFAULT '{}'::jsonb;`,
    'ALTER TABLE event ADD COLUMN a timestamptz NOT NULL DEFAULT now();',
    'ALTER TABLE event ADD CONSTRAINT c CHECK (a > 0 AND b IN (1, 2)) NOT VALID;',
    'ALTER TABLE event VALIDATE CONSTRAINT c;',
    'ALTER TABLE event SET (fillfactor = 70);',
    'CREATE TABLE n (id text PRIMARY KEY); CREATE INDEX n_id ON n (id); ALTER TABLE n ADD CONSTRAINT c CHECK (true); UPDATE n SET id = id;',
    'CREATE INDEX t ON api_token (name); ALTER TABLE api_token ALTER COLUMN name SET NOT NULL;',
    'CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN UPDATE event SET a = 1; DROP TABLE b; END $x$;',
    "-- CREATE INDEX e ON event (type);\nINSERT INTO instance_fact VALUES ('a; UPDATE event SET b = 1');",
    '-- slipway: allow gone because no release ever used it\nALTER TABLE event DROP COLUMN a;',
  ];
  expect(broken(scripts)).toEqual(scripts.map(() => ''));
});

it('finds nothing in the migrations of this checkout', () => {
  const { stderr } = spawnSync(process.execPath, [resolve(import.meta.dirname, 'check-migrations.mjs')], { encoding: 'utf8' });
  expect(stderr).toBe('');
});
