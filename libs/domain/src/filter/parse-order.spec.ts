import { expect, it } from 'vitest';
import { parseOrderBy } from './parse-order.js';
import { REST_VERSION_FIELDS } from './rest-fields.js';

const read = (text: string | string[] | undefined) =>
  parseOrderBy(text, REST_VERSION_FIELDS).map(({ field, direction }) => `${field.key} ${direction}`);

it.each([
  [undefined, []],
  ['', []],
  [[], []],
  ['name', ['name ASC']],
  ['createdAt desc', ['createdAt DESC']],
  [' createdAt DESC , name asc ', ['createdAt DESC', 'name ASC']],
  [
    ['version desc', 'name'],
    ['version DESC', 'name ASC'],
  ],
  ['`name` desc', ['name DESC']],
])('reads %j', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['colour', /Column 1: cannot order by colour, expected one of name, version/],
  ['metrics.auc', /Column 1: cannot order by metrics.auc/],
  ['name sideways', /Column 6: expected .*ASC or DESC.* found "sideways"/],
  ['name,', /Column 6: expected a field, found the end/],
  ['name, name desc', /Column 7: name is named twice/],
  [['name', 'name'], /Column 1: name is named twice/],
  ['name; drop', /Column 5: ";"/],
  ['constructor', /cannot order by constructor/],
])('refuses %j', (text, message) => {
  expect(() => read(text)).toThrow(message);
});
