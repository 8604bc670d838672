// Finds in prisma/migrations what would hold up writes on a large installation, or stop the release before that still runs beside it.
//
//   node tools/check-migrations.mjs [folder of the house]
//
// Reads every migration but the first, which makes the tables. Reads SQL as far as our migrations need it, no further. Where a rule is
// wrong for once, the migration says so in a line of its own: -- slipway: allow <rule> because <reason>
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FIRST = '20261121000000_main_job';
const OUTSIDE_TRANSACTION = '-- slipway: not in a transaction';
/** Tables whose size follows from people and their settings, never from traffic: hundreds of rows, not millions. */
const SMALL = new Set(
  'workspace instance_fact stage_definition webhook_endpoint deploy_target user_account user_group group_member service_account api_token role_binding'.split(
    ' ',
  ),
);
/** libs/persistence/src/migrate/run-gently.ts waits 400 ms for each lock, and writes wait no longer than a second. */
const MOST_LOCKED = 2;

/** Each rule: what is wrong, and what to write instead. */
const RULES = {
  index: 'CREATE INDEX blocks writes while it reads the table: CREATE INDEX CONCURRENTLY, alone in a migration outside a transaction',
  outside: `a migration outside a transaction (first line "${OUTSIDE_TRANSACTION}") is one CREATE INDEX CONCURRENTLY without IF NOT EXISTS, or one DROP INDEX CONCURRENTLY IF EXISTS, and those stand nowhere else`,
  'not-null':
    'SET NOT NULL reads the table under a lock: ADD CONSTRAINT ... CHECK (x IS NOT NULL) NOT VALID, and VALIDATE it in a later migration',
  default: 'ADD COLUMN takes a constant default, or none and NULL: anything else rewrites the table under a lock',
  constraint:
    'ADD CONSTRAINT reads the table under a lock: add it NOT VALID, and VALIDATE it in a later migration; unique ones USING INDEX',
  validate: 'VALIDATE CONSTRAINT reads the whole table: it stands in a migration of its own, so that no other lock is held meanwhile',
  type: 'a change of type rewrites the table under a lock: add a column',
  rows: 'UPDATE, DELETE and TRUNCATE of a table that grows take as long as it is large: do it in batches in the worker, or take a default',
  lock: 'LOCK, CLUSTER, REINDEX and VACUUM FULL hold up writes',
  gone: 'the release before still uses it: stop using it in this release, drop it in the next',
  locks: `locks more than ${MOST_LOCKED} tables that are there: each may be waited for, and the first ones block writes meanwhile. Cut the migration in two`,
  do: 'what a DO block does to tables is not checked here: write the statements plainly',
};

/** The statements of a script: comments gone, texts emptied, names without quotes, one space between words. */
function statementsOf(sql) {
  const plain = sql
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|--.*|\/\*[\s\S]*?\*\//g, (part) => (part[0] === '$' || part[0] === "'" ? "''" : ' '))
    .replaceAll('"', '')
    .replace(/\bpublic\./gi, '');
  return plain
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');
}

/** The actions of an ALTER TABLE, which commas outside brackets divide. */
function actionsOf(text) {
  const actions = [''];
  let depth = 0;
  for (const letter of text) {
    depth += letter === '(' || letter === '[' ? 1 : letter === ')' || letter === ']' ? -1 : 0;
    if (letter === ',' && depth === 0) actions.push('');
    else actions.push(actions.pop() + letter);
  }
  return actions.map((action) => action.trim());
}

function problemsOfColumn(action) {
  const [, given] = /\bDEFAULT (.*)$/i.exec(action) ?? [];
  const constant = given === undefined || !/\(/.test(given.replace(/\bnow\(\)|\b(?:timestamptz|varchar|numeric)\([\d, ]+\)/gi, ''));
  const rewrites = /\b(?:GENERATED|(?:BIG|SMALL)?SERIAL|PRIMARY KEY|UNIQUE|REFERENCES|CHECK)\b/i.test(action);
  return !constant || rewrites || (/\bNOT NULL\b/i.test(action) && given === undefined) ? ['default'] : [];
}

/** The rules that one action of ALTER TABLE breaks; `grows` says whether the table may be large. */
function problemsOfAction(action, grows) {
  if (/^(?:DROP COLUMN|DROP (?!CONSTRAINT|NOT)|RENAME)/i.test(action)) return ['gone'];
  if (!grows) return [];
  if (/\bSET NOT NULL\b/i.test(action)) return ['not-null'];
  if (/^ALTER (?:COLUMN )?\w+ (?:SET DATA )?TYPE\b/i.test(action)) return ['type'];
  if (/^ADD (?:CONSTRAINT|CHECK|FOREIGN|UNIQUE|PRIMARY|EXCLUDE)\b/i.test(action))
    return /\bNOT VALID$|\bUSING INDEX\b/i.test(action) ? [] : ['constraint'];
  return /^ADD\b/i.test(action) ? problemsOfColumn(action) : [];
}

/** The rules that a migration breaks. */
function brokenBy(sql) {
  const statements = statementsOf(sql);
  const made = new Set(statements.flatMap((text) => /^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\w+)/i.exec(text)?.[1] ?? []));
  const broken = [];
  const locked = new Set();
  let validates = false;
  const grows = (table) => !made.has(table) && !SMALL.has(table);
  const lock = (table) => void (made.has(table) || locked.add(table));
  for (const text of statements) {
    const alter = /^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(\w+) (.*)$/i.exec(text);
    const index = /^CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?.*?\bON (?:ONLY )?(\w+)/i.exec(text);
    const rows =
      /^(?:UPDATE|DELETE FROM|TRUNCATE)(?: TABLE)?(?: ONLY)? (\w+)/i.exec(text) ?? /^WITH\b.*\b(?:UPDATE|DELETE FROM) (\w+)/i.exec(text);
    const trigger = /^(?:CREATE (?:OR REPLACE )?(?:CONSTRAINT )?|DROP )TRIGGER\b.*? ON (\w+)/i.exec(text);
    for (const [, table] of text.matchAll(/\bREFERENCES (\w+)/gi)) lock(table);
    if (alter !== null) {
      const actions = actionsOf(alter[2]);
      const validating = actions.filter((action) => /^VALIDATE CONSTRAINT\b/i.test(action));
      validates ||= validating.length > 0 && grows(alter[1]);
      if (actions.some((action) => !/^(?:VALIDATE CONSTRAINT\b|SET \(|RESET \()/i.test(action))) lock(alter[1]);
      broken.push(...actions.flatMap((action) => problemsOfAction(action, grows(alter[1]))));
    } else if (index !== null) {
      if (index[1] === undefined && grows(index[2])) broken.push('index');
    } else if (rows !== null) {
      if (grows(rows[1])) broken.push('rows');
    } else if (trigger !== null) {
      lock(trigger[1]);
    } else if (/^DO\b/i.test(text)) {
      broken.push('do');
    } else if (/^(?:LOCK|CLUSTER|REINDEX|VACUUM)\b/i.test(text)) {
      broken.push('lock');
    } else if (/^DROP (?:TABLE|FUNCTION|VIEW|TYPE|SEQUENCE)\b|^ALTER (?:FUNCTION|VIEW|TYPE|SEQUENCE) .*\bRENAME\b/i.test(text)) {
      broken.push('gone');
    }
  }
  if (validates && statements.length > 1) broken.push('validate');
  if (locked.size > MOST_LOCKED) broken.push('locks');
  const outside = sql.split(/\r?\n/)[0] === OUTSIDE_TRANSACTION;
  const concurrent = statements.filter((text) => /\bCONCURRENTLY\b/i.test(text));
  const repeatable = /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY (?!IF NOT EXISTS)\w+ ON|^DROP INDEX CONCURRENTLY IF EXISTS \w+$/i;
  const right = outside ? statements.length === 1 && repeatable.test(statements[0]) : concurrent.length === 0;
  if (!right) broken.push('outside');
  return new Set(broken);
}

const house = resolve(process.argv[2] ?? '.');
const folder = join(house, 'prisma', 'migrations');
let problems = 0;
for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
  const file = join(folder, name, 'migration.sql');
  if (name === FIRST || !existsSync(file)) continue;
  const sql = readFileSync(file, 'utf8');
  const allowed = new Set([...sql.matchAll(/^-- slipway: allow ([\w-]+) because \S/gm)].map(([, rule]) => rule));
  for (const rule of brokenBy(sql)) {
    if (allowed.has(rule)) continue;
    problems += 1;
    console.error(`prisma/migrations/${name}: ${rule}: ${RULES[rule]}`);
  }
}
process.exitCode = problems === 0 ? 0 : 1;
