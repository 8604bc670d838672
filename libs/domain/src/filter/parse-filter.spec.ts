import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../errors/slipway-error.js';
import type { FieldTable } from './field-table.js';
import type { FilterClause } from './filter-clause.js';
import { parseFilter } from './parse-filter.js';
import { REST_MODEL_FIELDS, REST_VERSION_FIELDS } from './rest-fields.js';

const read = (text: string, fields: FieldTable = REST_VERSION_FIELDS) =>
  parseFilter(text, fields).map(({ field, op, value }) => [`${field.kind}:${field.key}`, op, value]);

function refusal(text: string, fields: FieldTable = REST_VERSION_FIELDS): SlipwayError {
  try {
    parseFilter(text, fields);
  } catch (error) {
    if (error instanceof SlipwayError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe('what a filter may say', () => {
  it.each([
    ['', []],
    ['  \n ', []],
    ["name = 'a'", [['attribute:name', '=', 'a']]],
    ['name="a"', [['attribute:name', '=', 'a']]],
    [
      "name ilike 'churn%' AND tags.team='risk' aNd metrics.auc >= 0.9",
      [
        ['attribute:name', 'ILIKE', 'churn%'],
        ['tag:team', '=', 'risk'],
        ['metric:auc', '>=', 0.9],
      ],
    ],
    ["tags.mlflow.source.git-commit = 'x'", [['tag:mlflow.source.git-commit', '=', 'x']]],
    ["tags.`my key` != 'x'", [['tag:my key', '!=', 'x']]],
    ['params."a b" LIKE \'%_\'', [['param:a b', 'LIKE', '%_']]],
    ['stage in (\'Staging\' , "Production")', [['attribute:stage', 'IN', ['Staging', 'Production']]]],
    ["name not\tin('a')", [['attribute:name', 'NOT IN', ['a']]]],
    ['version < 10', [['attribute:version', '<', 10]]],
    ["version = '10'", [['attribute:version', '=', 10]]],
    ['metrics.loss > -1.5e-3', [['metric:loss', '>', -0.0015]]],
    ['metrics.loss<.5', [['metric:loss', '<', 0.5]]],
    ["createdAt >= '2026-11-01T00:00:00+02:00'", [['attribute:createdAt', '>=', 1793484000000]]],
    ['updatedAt < 1793484000000', [['attribute:updatedAt', '<', 1793484000000]]],
    ["name = 'it''s'", [['attribute:name', '=', "it's"]]],
    ["name = 'a;b) OR (c'", [['attribute:name', '=', 'a;b) OR (c']]],
    ["name = 'a\\'", [['attribute:name', '=', 'a\\']]],
    ["tags.größe = '1'", [['tag:größe', '=', '1']]],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('tells where each clause starts', () => {
    expect(parseFilter("  name = 'a' AND version > 1", REST_VERSION_FIELDS).map((clause) => clause.column)).toEqual([3, 18]);
  });
});

describe('what a filter may not say', () => {
  it.each([
    ["name = 'a' OR name = 'b'", 12, /OR is not supported/],
    ["(name = 'a')", 1, /parentheses/],
    ["name = 'a' AND (version > 1)", 16, /parentheses/],
    ["name = 'a')", 11, /parentheses/],
    ["name = 'a';", 11, /";"/],
    ["name = 'a'; DROP TABLE x", 11, /";"/],
    ['name = a', 8, /expected a quoted string.*found "a"/],
    ['name =', 7, /expected a quoted string.*found the end/],
    ['name', 5, /expected .*a comparator.*found the end/],
    ["name == 'a'", 7, /found "="/],
    ["name = 'a", 8, /expected a quoted string/],
    ["name = 'a' name = 'b'", 12, /expected "AND"|expected AND/],
    ["name = 'a' AND", 15, /expected a field/],
    ["colour = 'a'", 1, /unknown field colour, expected name, owner/],
    ["constructor = 'a'", 1, /unknown field/],
    ["attribute.name = 'a'", 1, /unknown field attribute.name/],
    ["tag.k = 'a'", 1, /unknown field tag.k/],
    ['tags."" = \'a\'', 1, /expected a key/],
    ["name > 'a'", 6, /name expects one of =, !=/],
    ['name = 5', 8, /quoted string/],
    ["name = ('a')", 8, /one value/],
    ["name IN 'a'", 9, /expects a list/],
    ['name IN ()', 9, /not empty/],
    ["tags.k IN ('a')", 8, /tags.k expects one of/],
    ["metrics.auc > '0.9'", 15, /without quotes/],
    ['metrics.auc > 1e999', 15, /double/],
    ['version = 1.5', 11, /whole number/],
    ["version = 'x'", 11, /whole number/],
    ['version > 99999999999', 11, /whole number/],
    ["createdAt > '2026-11-01'", 13, /RFC 3339/],
    ["createdAt > '2026-02-30T00:00:00Z'", 13, /RFC 3339/],
    ['createdAt > 1e300', 13, /RFC 3339/],
    ["status = 'ready'", 10, /PENDING_REGISTRATION, READY/],
    ["name = 'a\0b'", 10, /NUL/],
    ["name = '\ud800'", 9, /surrogate/],
  ])('%j', (text, column, message) => {
    const error = refusal(text);
    expect(error.code).toBe('INVALID_FILTER');
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`Column ${column}:`);
    expect(error.extra).toEqual({ column });
  });

  it('keeps to the fields of its list', () => {
    expect(refusal('version > 1', REST_MODEL_FIELDS).message).toMatch(
      /unknown field version, expected name, owner, createdAt, updatedAt, tags.<key>/,
    );
  });

  it('has at most 50 clauses and 8 KB', () => {
    const clauses = (count: number) => Array.from({ length: count }, () => 'version>1').join(' AND ');
    expect(parseFilter(clauses(50), REST_VERSION_FIELDS)).toHaveLength(50);
    expect(refusal(clauses(51)).message).toMatch(/at most 50 clauses, this one has 51/);
    expect(parseFilter(`name = '${'x'.repeat(8192 - 9)}'`, REST_VERSION_FIELDS)).toHaveLength(1);
    expect(refusal(`name = '${'x'.repeat(8192 - 8)}'`).message).toMatch(/8192 bytes, this one has 8193/);
  });
});

it('serves a door with other words by another table', () => {
  const mlflow: FieldTable = {
    attributes: { name: { type: 'string', ops: ['='] }, source_path: { type: 'string', ops: ['='], key: 'source' } },
    attributePrefixes: ['attribute'],
    entities: { tag: { kind: 'tag', type: 'string', ops: ['='] }, tags: { kind: 'tag', type: 'string', ops: ['='] } },
    order: { name: 'name' },
  };
  expect(read("attribute.name = 'a' AND source_path = 's' AND tag.k = 'v' AND tags.`k` = 'v'", mlflow)).toEqual([
    ['attribute:name', '=', 'a'],
    ['attribute:source', '=', 's'],
    ['tag:k', '=', 'v'],
    ['tag:k', '=', 'v'],
  ]);
});

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const plain = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\0'));
const clause = fc.oneof(
  fc.record({ field: fc.constant('name'), op: fc.constantFrom('=', '!=', 'LIKE', 'ILIKE'), value: plain }),
  fc.record({ field: fc.constant('version'), op: fc.constantFrom('<', '<=', '>', '>=', '='), value: fc.integer({ min: -1e9, max: 1e9 }) }),
  fc.record({
    field: plain.filter((key) => key !== '').map((key) => `tags.\`${key.replaceAll('`', '``')}\``),
    op: fc.constantFrom('=', 'LIKE'),
    value: plain,
  }),
  fc.record({
    field: fc.constant('metrics.auc'),
    op: fc.constantFrom('<', '>='),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  }),
  fc.record({ field: fc.constant('alias'), op: fc.constantFrom('IN', 'NOT IN'), value: fc.array(plain, { minLength: 1, maxLength: 4 }) }),
);

it('reads back every filter that can be written', () => {
  const write = (value: string | number | string[]): string =>
    Array.isArray(value) ? `(${value.map(quote).join(', ')})` : typeof value === 'number' ? String(value) : quote(value);
  fc.assert(
    fc.property(fc.array(clause, { maxLength: 8 }), (clauses) => {
      const text = clauses.map(({ field, op, value }) => `${field} ${op} ${write(value)}`).join(' AND ');
      const parsed: FilterClause[] = parseFilter(text, REST_VERSION_FIELDS);
      expect(parsed.map(({ op, value }) => ({ op, value }))).toEqual(
        clauses.map(({ op, value }) => ({ op, value: Object.is(value, -0) ? 0 : value })),
      );
    }),
  );
});

it('answers any text with clauses or INVALID_FILTER', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'name version tags.k =<>!()\'"`;,0.5eANDORLIKEIN'.split('')) }), (text) => {
      try {
        parseFilter(text, REST_VERSION_FIELDS);
      } catch (error) {
        expect(error).toBeInstanceOf(SlipwayError);
        expect(error).toHaveProperty('code', 'INVALID_FILTER');
      }
    }),
    { numRuns: 500 },
  );
});
