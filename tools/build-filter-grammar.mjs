// Writes libs/domain/src/filter/filter-grammar.ts from the grammar beside it. `--check` writes nothing and exits with 1 when the committed
// parser is not what the grammar gives.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import peggy from 'peggy';
import { format } from 'oxfmt';
import formatting from '../oxfmt.config.mjs';

const folder = new URL('../libs/domain/src/filter/', import.meta.url);
const grammarFile = new URL('filter-grammar.peggy', folder);
const parserFile = new URL('filter-grammar.ts', folder);

const HEADER = `// Generated from filter-grammar.peggy by tools/build-filter-grammar.mjs: do not edit.
// @ts-nocheck
/* oxlint-disable */
import type { ParsedClause, ParsedOrderTerm } from './parsed-filter.js';
`;

const FOOTER = `
/** Thrown for text that the grammar does not take. \`location\` counts from 0 in \`offset\`; \`expected\` is null where \`message\` says it all. */
export interface GrammarError extends Error {
  readonly expected: readonly { readonly type: string; readonly description?: string; readonly text?: string }[] | null;
  readonly found: string | null;
  readonly location: { readonly start: { readonly offset: number } };
}

/** True for the error that the two parsers below throw on purpose. */
export const isGrammarError: (error: unknown) => error is GrammarError = (error): error is GrammarError => error instanceof peg$SyntaxError;

/** Parses a filter without judging its fields. Throws GrammarError. */
export const parseFilterText: (text: string) => readonly ParsedClause[] = (text) => peg$parse(text, { startRule: 'Filter' });

/** Parses an order expression without judging its fields. Throws GrammarError. */
export const parseOrderText: (text: string) => readonly ParsedOrderTerm[] = (text) => peg$parse(text, { startRule: 'OrderBy' });
`;

const generated = peggy.generate(readFileSync(grammarFile, 'utf8'), {
  output: 'source',
  format: 'es',
  allowedStartRules: ['Filter', 'OrderBy'],
});
// The exports of peggy's module are untyped; the footer gives typed ones instead. Its banner names the version of peggy: kept.
const body = generated.replace(/export \{[\s\S]*\};?\s*$/, '');
if (body === generated) throw new Error('peggy no longer ends its module with an export list: adapt tools/build-filter-grammar.mjs');

const path = fileURLToPath(parserFile);
const { ignorePatterns: _, ...options } = formatting;
const { code: source } = await format(path, HEADER + body + FOOTER, options);

if (process.argv.includes('--check')) {
  let committed = '';
  try {
    committed = readFileSync(parserFile, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    // Missing counts as stale.
  }
  if (committed !== source) {
    console.error('libs/domain/src/filter/filter-grammar.ts is stale: run node tools/build-filter-grammar.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(parserFile, source);
}
