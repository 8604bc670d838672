import { SlipwayError, invalid, type ErrorDetail } from '#domain/errors/slipway-error';
import { checkMetricKey, readMetricValue, writeMetricValue, type MetricValue } from '#domain/registry/metric';
import { checkParamKey, checkParamValue } from '#domain/registry/param';
import { checkTagKey, checkTagValue } from '#domain/registry/tag-key';

/** Entries of one map in one command; MLflow's log-batch takes as many metrics. */
export const MAX_ENTRIES = 1_000;

/** Tags with every key and value checked. @throws SlipwayError INVALID_ARGUMENT with one pointer per wrong entry. */
export function checkedTags(tags: Readonly<Record<string, string>>, pointer: string): Record<string, string> {
  return checkedEntries(tags, pointer, (key, value, at) => {
    checkTagKey(key, at);
    return checkTagValue(textOf(value, at), at);
  });
}

/** Params with every key and value checked. @throws SlipwayError INVALID_ARGUMENT with one pointer per wrong entry. */
export function checkedParams(params: Readonly<Record<string, string>>, pointer: string): Record<string, string> {
  return checkedEntries(params, pointer, (key, value, at) => {
    checkParamKey(key, at);
    return checkParamValue(textOf(value, at), at);
  });
}

/** Metrics as they are stored, NaN and the infinities as strings. @throws SlipwayError INVALID_ARGUMENT with one pointer per wrong entry. */
export function checkedMetrics(metrics: Readonly<Record<string, unknown>>, pointer: string): Record<string, MetricValue> {
  return checkedEntries(metrics, pointer, (key, value, at) => {
    checkMetricKey(key, at);
    // A door that reads the three strings by itself hands on the numbers that they mean.
    return writeMetricValue(typeof value === 'number' ? value : readMetricValue(value, at));
  });
}

/** A map in which null stands for "remove this key", taken apart. */
export function splitRemovals<T>(entries: Readonly<Record<string, T | null>>): {
  readonly set: Record<string, T>;
  readonly removed: string[];
} {
  const set: [string, T][] = [];
  const removed: string[] = [];
  for (const [key, value] of Object.entries(entries)) {
    if (value === null) removed.push(key);
    else set.push([key, value]);
  }
  return { set: Object.fromEntries(set), removed };
}

/** Refuses a change that is no map, or names nothing or too much. @throws SlipwayError INVALID_ARGUMENT. */
export function requireSomeEntries(entries: unknown, pointer: string): void {
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) {
    throw invalid(pointer, 'object', 'Send an object: keys with their values, or with null to remove them');
  }
  if (Object.keys(entries).length === 0) throw invalid(pointer, 'empty', 'Name at least one key to set, or with null to remove');
  checkCount(entries, pointer);
}

/** A door that takes a map as it comes does not know what its values are. */
function textOf(value: unknown, pointer: string): string {
  if (typeof value === 'string') return value;
  throw invalid(pointer, 'text', 'The value must be a text');
}

function checkCount(entries: object, pointer: string): void {
  const count = Object.keys(entries).length;
  if (count > MAX_ENTRIES)
    throw invalid(pointer, 'too_many', `At most ${MAX_ENTRIES} entries at once, these are ${count}; send several requests`);
}

function checkedEntries<T, R>(
  entries: Readonly<Record<string, T>>,
  pointer: string,
  check: (key: string, value: T, at: string) => R,
): Record<string, R> {
  checkCount(entries, pointer);
  const errors: ErrorDetail[] = [];
  const checked = Object.entries(entries).flatMap(([key, value]): [string, R][] => {
    try {
      return [[key, check(key, value, `${pointer}/${pointerToken(key)}`)]];
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      errors.push(...error.errors);
      return [];
    }
  });
  const [first] = errors;
  if (first !== undefined) throw new SlipwayError('INVALID_ARGUMENT', first.message, { errors });
  return Object.fromEntries(checked);
}

/** RFC 6901, section 3. */
function pointerToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
