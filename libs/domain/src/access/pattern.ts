import { invalid } from '../errors/slipway-error.js';
import { codePoints, hasLoneSurrogate, hasUnprintable } from '../registry/text.js';

/** What a pattern can speak of. */
export type PatternKind = 'model' | 'experiment';

/** The whole service: every model and experiment, names with `/` too. */
export const EVERYTHING = '*';

/** A model name (256) and its prefix fit, with room for stars. */
export const MAX_PATTERN = 300;
/** Matching costs the product of the lengths at worst; nobody needs more stars than this. */
export const MAX_STARS = 16;

/**
 * Gives the pattern back if roles and endpoints may be given on it: `*`, or `model:` or `experiment:` and a glob that is not empty. Globs are
 * anchored and case-sensitive; `*` stands for any characters but `/`. Throws INVALID_ARGUMENT at `pointer`.
 */
export function checkPattern(pattern: string, pointer: string): string {
  const refuse = (message: string) => invalid(pointer, 'pattern', message);
  if (hasLoneSurrogate(pattern)) throw refuse('A pattern must not contain a lone surrogate');
  if (hasUnprintable(pattern)) throw refuse('A pattern must not contain control or bidirectional characters');
  if (pattern.normalize('NFC') !== pattern) throw refuse('A pattern must be in Unicode normalization form C, as names are');
  if (codePoints(pattern) > MAX_PATTERN) throw refuse(`A pattern has at most ${MAX_PATTERN} characters`);
  if (pattern.split('*').length - 1 > MAX_STARS) throw refuse(`A pattern has at most ${MAX_STARS} stars`);
  if (pattern === EVERYTHING) return pattern;
  const parsed = parse(pattern);
  if (parsed === undefined || parsed.glob === '') throw refuse("A pattern is '*', 'model:<name or glob>' or 'experiment:<name or glob>'");
  return pattern;
}

/**
 * Gives a pattern of models in its one form, with the prefix: `fraud-*` is short for `model:fraud-*`; `*` stays. Throws INVALID_ARGUMENT at
 * `pointer`, also for experiments.
 */
export function checkModelPattern(pattern: string, pointer: string): string {
  if (pattern.startsWith('experiment:'))
    throw invalid(pointer, 'pattern', "Only models are meant: '*', '<name or glob>' or 'model:<name or glob>'");
  return checkPattern(pattern === EVERYTHING || pattern.startsWith('model:') ? pattern : `model:${pattern}`, pointer);
}

/** True where the pattern speaks of this name; a text that is no pattern matches nothing. */
export function matches(pattern: string, name: string, kind: PatternKind = 'model'): boolean {
  if (pattern === EVERYTHING) return true;
  const parsed = parse(pattern);
  return parsed !== undefined && parsed.kind === kind && absorbs([...parsed.glob], [...name], false);
}

/**
 * True where every name that `inner` matches is matched by `outer` too. Where it says false there may still be no such name: for "nobody
 * grants above their own rights" that is the safe side.
 */
export function covers(outer: string, inner: string): boolean {
  if (outer === EVERYTHING) return inner === EVERYTHING || parse(inner) !== undefined;
  const big = parse(outer);
  const small = parse(inner);
  if (big === undefined || small === undefined || big.kind !== small.kind) return false;
  return absorbs([...big.glob], [...small.glob], true);
}

/** The pattern as an anchored regular expression over bare names, the same in Postgres (`~`) and JavaScript. Undefined where it speaks of another kind. */
export function patternToRegex(pattern: string, kind: PatternKind = 'model'): string | undefined {
  if (pattern === EVERYTHING) return '^';
  const parsed = parse(pattern);
  if (parsed === undefined || parsed.kind !== kind) return undefined;
  const body = parsed.glob.split(/\*+/).map((literal) => literal.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return `^${body.join('[^/]*')}$`;
}

function parse(pattern: string): { readonly kind: PatternKind; readonly glob: string } | undefined {
  if (pattern.startsWith('model:')) return { kind: 'model', glob: pattern.slice('model:'.length) };
  if (pattern.startsWith('experiment:')) return { kind: 'experiment', glob: pattern.slice('experiment:'.length) };
  return undefined;
}

/**
 * True where the glob's stars can swallow the rest of `text`, none of them a `/`. With `stars`, a star in the text is itself a wildcard:
 * what it stands for holds no `/` either, so a star of the glob may swallow it, and nothing else may.
 */
function absorbs(glob: readonly string[], text: readonly string[], stars: boolean): boolean {
  // row[i]: the glob's first i characters match the text so far.
  let row = start(glob);
  for (const character of text) {
    const next = [false];
    for (let i = 1; i <= glob.length; i += 1) {
      const wanted = glob[i - 1];
      const swallowed = wanted === '*' && character !== '/' && row[i] === true;
      const skipped = wanted === '*' && next[i - 1] === true;
      const same = wanted !== '*' && wanted === character && !(stars && character === '*') && row[i - 1] === true;
      next.push(swallowed || skipped || same);
    }
    row = next;
  }
  return row[glob.length] === true;
}

/** Before any text: only stars, which may stand for nothing, are passed. */
function start(glob: readonly string[]): boolean[] {
  const row = [true];
  for (const wanted of glob) row.push(wanted === '*' && row.at(-1) === true);
  return row;
}
