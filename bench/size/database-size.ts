/** How large a made database is. Everything else follows from the number of versions, so that two sizes have the same proportions. */
export interface DatabaseSize {
  /** Also the number of events, deliveries and audit entries; five tags each. */
  readonly versions: number;
  readonly models: number;
}

/** The sizes that are compared. `ci` and `ci-large` have the same proportions and fit a test run. */
export const SIZES: Readonly<Record<string, DatabaseSize>> = {
  big: { versions: 1_000_000, models: 50_000 },
  small: { versions: 10_000, models: 500 },
  'ci-large': { versions: 20_000, models: 1_000 },
  ci: { versions: 2_000, models: 100 },
};

/** Model names begin with a team's; a role on `model:team07-*` is one on every fiftieth model. */
export const TEAMS = 50;

/** The model that every tenth version belongs to. */
export const HOT_MODEL = 'team00-model-000000';

/** The id with that number: 26 decimal digits are Crockford's base 32 too, and sort as the numbers do. */
export function idOf(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(26, '0')}`;
}

/** The name of model `index`, from 0. */
export function modelName(index: number): string {
  return `team${String(index % TEAMS).padStart(2, '0')}-model-${String(index).padStart(6, '0')}`;
}

/** The name at a position in the order of names, from 0. */
export function nameAt({ models }: DatabaseSize, position: number): string {
  const each = models / TEAMS;
  return modelName(Math.floor(position / each) + TEAMS * (position % each));
}
