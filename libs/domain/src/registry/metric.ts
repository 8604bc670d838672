import { invalid } from '../errors/slipway-error.js';
import { checkEntryKey } from './entry-key.js';

/** A metric on the wire: JSON has no NaN and no infinities, so they travel as these three strings. */
export type MetricValue = number | 'NaN' | 'Infinity' | '-Infinity';

/** Gives the key back if a metric may bear it; the rule is the tag keys'. Throws INVALID_ARGUMENT at `pointer`. */
export function checkMetricKey(key: string, pointer: string): string {
  return checkEntryKey(key, pointer, 'metric');
}

/** The double that a metric on the wire means. Throws INVALID_ARGUMENT at `pointer` for everything but a finite number and the three strings. */
export function readMetricValue(value: unknown, pointer: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
  throw invalid(pointer, 'metric_value', 'A metric value is a finite number, or one of the strings "NaN", "Infinity", "-Infinity"');
}

/** How a stored double goes over the wire. */
export function writeMetricValue(value: number): MetricValue {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity';
  return value;
}
