import type { EveryGet } from './read-every-get.js';

/** How two releases' answers differ. */
export interface Comparison {
  /** Sentences; empty where everything that was said then is said now. */
  readonly differences: readonly string[];
  /** Fields that answers have gained: `webhooks: field`. */
  readonly additions: readonly string[];
}

/** Compares everything that an earlier release answered with what this one answers. */
export function compareAnswers(then: EveryGet, now: EveryGet): Comparison {
  const differences: string[] = [];
  const additions = new Set<string>();
  const look = (route: string, at: string, before: unknown, after: unknown): void => {
    if (Array.isArray(before) && Array.isArray(after)) {
      if (before.length !== after.length) differences.push(`${at}: ${before.length} things, now ${after.length}`);
      else before.forEach((one: unknown, index) => look(route, `${at}[${index}]`, one, after[index]));
    } else if (isObject(before) && isObject(after)) {
      for (const key of Object.keys(after)) if (!(key in before)) additions.add(`${route}: ${key}`);
      for (const [key, value] of Object.entries(before)) look(route, `${at}.${key}`, value, after[key]);
    } else if (before !== after && !isOver(at, before, after)) {
      differences.push(`${at}: ${JSON.stringify(before)}, now ${JSON.stringify(after)}`);
    }
  };
  for (const [path, { status, body }] of Object.entries(then)) {
    const answer = now[path];
    if (answer?.status !== status) differences.push(`${path}: ${status}, now ${answer?.status ?? 'not asked'}`);
    // The words of an error, with the id of its request, may change.
    else if (status === 200) look(path.split('/')[3] ?? '', path, body, answer.body);
  }
  return { differences, additions: [...additions].sort() };
}

/** What lasted until an instant that has passed since is no longer told of. */
function isOver(at: string, before: unknown, after: unknown): boolean {
  return at.endsWith('Until') && typeof before === 'string' && Date.parse(before) < Date.now() && after === null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
