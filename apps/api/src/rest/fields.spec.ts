import { expect, it } from 'vitest';
import { SlipwayError } from '#domain/errors/slipway-error';
import { DtoPipe } from './dto-pipe.js';
import { Bool, Int, IntList, JsonObject, Nested, NestedList, NumberMap, OneOf, StringMap, Text, TextList, Timestamp } from './fields.js';

class PartDto {
  @Text({ min: 1, max: 3 })
  name: string;

  @Int({ optional: true })
  count?: number;
}

class WholeDto {
  @Text({ optional: true, pattern: /^[a-z]+$/, hint: 'lower-case letters' })
  word?: string;

  @TextList({ optional: true, maxItems: 2, min: 1 })
  words?: string[];

  @Int({ optional: true, min: 1, max: 9 })
  number?: number;

  @IntList({ optional: true })
  numbers?: number[];

  @Bool({ optional: true })
  flag?: boolean;

  @OneOf(['a', 'b'], { optional: true })
  one?: string;

  @Timestamp({ optional: true, nullable: true })
  at?: Date | null;

  @StringMap({ optional: true, maxEntries: 2, max: 3 })
  tags?: Record<string, string>;

  @NumberMap({ optional: true })
  metrics?: Record<string, number>;

  @JsonObject({ optional: true })
  any?: Record<string, unknown>;

  @Nested(() => PartDto, { optional: true })
  part?: PartDto;

  @NestedList(() => PartDto, { optional: true, maxItems: 2 })
  parts?: PartDto[];
}

const pipe = new DtoPipe();
const read = (value: unknown, type: 'body' | 'query' = 'body'): unknown => pipe.transform(value, { type, metatype: WholeDto });

function problems(value: unknown, type: 'body' | 'query' = 'body'): unknown {
  try {
    return read(value, type);
  } catch (error) {
    if (error instanceof SlipwayError) return error.errors.map((one) => `${one.pointer} ${one.code}`);
    throw error;
  }
}

it('hands over what commands take: dates and numbers, nested objects of their class, absent fields absent', () => {
  const body = {
    at: '2026-11-21T09:30:00+01:00',
    metrics: { auc: 0.9, loss: 'NaN', best: '-Infinity' },
    tags: { constructor: 'x' },
    parts: [{ name: 'p' }],
    any: { deep: [1] },
  };
  const dto = read(body);
  expect(dto).toBeInstanceOf(WholeDto);
  expect(Object.keys(dto as object).sort()).toEqual(['any', 'at', 'metrics', 'parts', 'tags']);
  expect(dto).toMatchObject({
    at: new Date('2026-11-21T08:30:00Z'),
    metrics: { auc: 0.9, loss: NaN, best: -Infinity },
    tags: { constructor: 'x' },
    parts: [expect.any(PartDto)],
  });
  expect(read({ at: null })).toEqual({ at: null });
});

it.each([
  [{ word: 'A' }, ['/word pattern']],
  [{ word: null }, ['/word text']],
  [{ words: ['a', ''] }, ['/words/1 min_length']],
  [{ words: 'a' }, ['/words list']],
  [{ words: ['a', 'b', 'c'] }, ['/words max_items']],
  [{ number: 10 }, ['/number int']],
  [{ number: '3' }, ['/number int']],
  [{ number: 1e300 }, ['/number int']],
  [{ numbers: [1, 1.5] }, ['/numbers/1 int']],
  [{ flag: 'true' }, ['/flag boolean']],
  [{ one: 'c' }, ['/one one_of']],
  [{ at: '2026-11-21' }, ['/at timestamp']],
  [{ at: '2026-02-30T00:00:00Z' }, ['/at timestamp']],
  [{ at: '0000-12-31T23:59:59Z' }, ['/at timestamp']],
  [{ at: '0001-01-01T00:00:00+00:01' }, ['/at timestamp']],
  [{ at: '9999-12-31T23:59:59-00:01' }, ['/at timestamp']],
  [{ at: 5 }, ['/at timestamp']],
  [{ tags: { 'a/b': 1 } }, ['/tags/a~1b text']],
  [{ tags: { a: 'long' } }, ['/tags/a max_length']],
  [{ tags: { a: '', b: '', c: '' } }, ['/tags max_entries']],
  [{ tags: [] }, ['/tags object']],
  [{ metrics: { a: 'nan' } }, ['/metrics/a number']],
  [JSON.parse('{"metrics": {"a": 1, "b": 1e999}}'), ['/metrics/b number']],
  [JSON.parse('{"metrics": {"a": -1e999}}'), ['/metrics/a number']],
  [{ any: [] }, ['/any object']],
  [{ part: {} }, ['/part/name required']],
  [{ part: { name: 'p', more: 1 } }, ['/part/more unknown_field']],
  [{ part: 'p' }, ['/part object']],
  [{ parts: [{ name: 'p' }, { name: 'long', count: 'x' }] }, ['/parts/1/name max_length', '/parts/1/count int']],
  [{ parts: [1] }, ['/parts/0 object']],
  [{ parts: {} }, ['/parts list']],
  [{ toString: 1, wrong: 2 }, ['/toString unknown_field', '/wrong unknown_field']],
])('points into %j', (body, expected) => {
  expect(problems(body)).toEqual(expected);
});

it('reads the texts of a query strictly', () => {
  expect(read({ number: '3', flag: 'true', words: 'a,b', at: '2026-11-21T00:00:00Z' }, 'query')).toEqual({
    number: 3,
    flag: true,
    words: ['a', 'b'],
    at: new Date('2026-11-21T00:00:00Z'),
  });
  for (const number of ['', ' 3', '3.0', '0x3', '1e1', ['3', '4']]) expect(problems({ number }, 'query')).toEqual(['number int']);
  for (const flag of ['1', 'TRUE', '']) expect(problems({ flag }, 'query')).toEqual(['flag boolean']);
});

it('leaves values alone whose parameter has no class with fields', () => {
  const value = { anything: 1 };
  expect(pipe.transform(value, { type: 'body', metatype: Object })).toBe(value);
  expect(pipe.transform('x', { type: 'param', metatype: String })).toBe('x');
});
