import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync(`${ROOT}docs/security/asvs.md`, 'utf8');

/**
 * The requirements of levels 1 and 2 of ASVS 5.0.0, the release: for each section how many there are. They are the first ones of their section
 * everywhere; behind them come those of level 3, and sections that are left out here (3.1, 3.6, 6.7, 11.7, 15.4) have no others.
 */
const REQUIREMENTS: Readonly<Record<string, number>> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4, '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3 },
  ...{ '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2 },
  ...{ '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4 },
  ...{ '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3 },
  ...{ '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4 },
  ...{ '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3 },
  ...{ '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2 },
};

/** 70 of level 1 and 183 of level 2. */
const TOTAL = 253;

const rows = [...PAGE.matchAll(/^\| (\d+\.\d+\.\d+)(?: to (\d+\.\d+\.\d+))? \| (.*) \|$/gm)].map(
  ([, first = '', last = first, rest = '']) => ({
    first,
    last,
    rest,
  }),
);

/** Every number from the first to the last, which are of one section. */
function numbersOf({ first, last }: { readonly first: string; readonly last: string }): string[] {
  const section = first.slice(0, first.lastIndexOf('.'));
  expect(last.startsWith(`${section}.`)).toBe(true);
  const from = Number(first.slice(first.lastIndexOf('.') + 1));
  const to = Number(last.slice(last.lastIndexOf('.') + 1));
  return Array.from({ length: to - from + 1 }, (_, n) => `${section}.${from + n}`);
}

it('tells of every requirement of levels 1 and 2, once', () => {
  const wanted = Object.entries(REQUIREMENTS).flatMap(([section, count]) => Array.from({ length: count }, (_, n) => `${section}.${n + 1}`));
  expect(wanted).toHaveLength(TOTAL);
  const told = rows.flatMap(numbersOf);
  expect(told.filter((number, at) => told.indexOf(number) !== at)).toEqual([]);
  expect(wanted.filter((number) => !told.includes(number))).toEqual([]);
  expect(told.filter((number) => !wanted.includes(number))).toEqual([]);
});

it('shows each by a test, a document or an exception with its reason', () => {
  const applies = PAGE.slice(0, PAGE.indexOf('## What does not apply'));
  for (const [row, how = ''] of applies.matchAll(/^\| \d+\.\d+\.\d+ \| [^|]* \| (.*) \|$/gm)) {
    expect([row, /`[^`]+\.spec\.ts`: "|^Exception: .{10,}|^Document: .{5,}/.test(how)]).toEqual([row, true]);
  }
});

it('names no test that is gone', () => {
  const named = [...PAGE.matchAll(/`([^`]+\.(?:spec|long)\.ts)`: "([^"]+)"/g)];
  expect(named.length).toBeGreaterThan(100);
  for (const [, file = '', title = ''] of named) {
    expect([file, existsSync(ROOT + file)]).toEqual([file, true]);
    // A title may stand in other quotes there.
    const text = readFileSync(ROOT + file, 'utf8').replaceAll("\\'", "'");
    expect([`${file}: ${title}`, text.includes(title)]).toEqual([`${file}: ${title}`, true]);
  }
});

it('names no document or heading that is gone, and for each document both', () => {
  const told = [...PAGE.matchAll(/^\| (\d+\.\d+\.\d+) \| [^|]* \| Document: (.*) \|$/gm)];
  expect(told.length).toBeGreaterThan(15);
  for (const [, number = '', how = ''] of told) {
    const documents = [...how.matchAll(/`([^`\s]+\.(?:md|json))`(?:: "([^"]+)")?/g)];
    expect([number, documents.length > 0]).toEqual([number, true]);
    for (const [, file = '', heading = ''] of documents) {
      expect([number, file, existsSync(ROOT + file)]).toEqual([number, file, true]);
      if (file.endsWith('.md')) expect([number, file, headingsOf(file)]).toEqual([number, file, expect.arrayContaining([heading])]);
    }
  }
});

function headingsOf(file: string): string[] {
  const text = readFileSync(ROOT + file, 'utf8').replace(/^```.*?^```/gms, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}
