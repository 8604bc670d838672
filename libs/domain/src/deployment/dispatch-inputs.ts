import { SlipwayError } from '../errors/slipway-error.js';
import type { ErrorDetail } from '../errors/slipway-error.js';

/** The inputs that a workflow is given, in the order of the documented template. */
export const DISPATCH_INPUT_NAMES = [
  'deployment_id',
  'attempt',
  'generation',
  'promotion_id',
  'model',
  'version',
  'stage',
  'target',
  'source',
  'digest',
] as const;

export type DispatchInputName = (typeof DISPATCH_INPUT_NAMES)[number];

/** Without these two a run could not be told from another: neither may be renamed or dropped. */
const FIXED: readonly string[] = ['deployment_id', 'attempt'];

/** GitHub's limit on the properties of `inputs` (its OpenAPI document, workflow dispatch). */
export const MAX_INPUTS = 25;

/** GitHub's limit on all inputs together, in characters. */
export const MAX_INPUTS_LENGTH = 65_535;

/**
 * A deploy target's `inputs`: a key that is one of ours renames it (a string) or drops it (null); any other key is a constant that is passed
 * as it is. `{"model": "model_name", "digest": null, "region": "eu-west-1"}`.
 */
export type InputsMapping = Readonly<Record<string, string | null>>;

/** What one attempt of one deployment says about itself. */
export interface DispatchFacts {
  readonly deploymentId: string;
  readonly attempt: number;
  readonly generation: number;
  readonly promotionId: string;
  readonly model: string;
  readonly version: number;
  readonly stage: string;
  /** The name of the deploy target. */
  readonly target: string;
  /** Where the version's artifacts are. */
  readonly source: string;
  /** The artifact digest, or null where Slipway does not know it. */
  readonly digest: string | null;
}

/**
 * The inputs of one dispatch after the target's mapping: text only, as GitHub takes them. GitHub answers 422 to an input that the workflow does
 * not declare, hence the mapping. Throws SlipwayError INVALID_ARGUMENT where the mapping is unusable or the values are over GitHub's limit.
 */
export function dispatchInputs(facts: DispatchFacts, mapping: InputsMapping = {}): Record<string, string> {
  checkInputsMapping(mapping);
  const values: Record<DispatchInputName, string> = {
    deployment_id: facts.deploymentId,
    attempt: String(facts.attempt),
    generation: String(facts.generation),
    promotion_id: facts.promotionId,
    model: facts.model,
    version: String(facts.version),
    stage: facts.stage,
    target: facts.target,
    source: facts.source,
    digest: facts.digest ?? '',
  };
  const inputs = Object.fromEntries(
    namesAfter(mapping).map(([name, from]) => [name, isOurs(from) ? values[from] : (mapping[from] ?? '')] as const),
  );
  const length = Object.entries(inputs).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (length <= MAX_INPUTS_LENGTH) return inputs;
  throw refusal([
    { pointer: '/inputs', code: 'too_long', message: `The inputs are ${length} characters long; GitHub takes ${MAX_INPUTS_LENGTH}` },
  ]);
}

/**
 * Checks a target's `inputs` when it is saved. Throws SlipwayError INVALID_ARGUMENT naming each fault: a fixed input that is renamed or
 * dropped, a name that GitHub does not take or that occurs twice, a constant without a value, more than 25 in all.
 */
export function checkInputsMapping(mapping: InputsMapping): void {
  const faults = Object.entries(mapping).flatMap(([name, value]) => faultsOf(name, value));
  const names = namesAfter(mapping).map(([name]) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  faults.push(...twice.map((name) => fault(name, 'duplicate', `Two inputs would be called ${name}`)));
  if (names.length > MAX_INPUTS) {
    faults.push({ pointer: '/inputs', code: 'too_many', message: `${names.length} inputs; GitHub takes at most ${MAX_INPUTS}` });
  }
  if (faults.length > 0) throw refusal(faults);
}

function faultsOf(name: string, value: string | null): ErrorDetail[] {
  if (FIXED.includes(name)) return [fault(name, 'fixed', `${name} can be neither renamed nor dropped: a run is found again by it`)];
  const target = isOurs(name) ? value : name;
  if (!isOurs(name) && value === null) return [fault(name, 'unknown', `${name} is not one of Slipway's inputs, so it cannot be dropped`)];
  // The names that GitHub Actions takes as identifiers.
  if (target !== null && !/^[A-Za-z_][A-Za-z0-9_-]{0,99}$/.test(target)) {
    return [
      fault(name, 'malformed', `${JSON.stringify(target)} is not an input name: letters, digits, _ and -, not starting with a digit`),
    ];
  }
  return [];
}

/** Pairs of the name that GitHub is sent and the key that it comes from. */
function namesAfter(mapping: InputsMapping): (readonly [name: string, from: string])[] {
  const ours = DISPATCH_INPUT_NAMES.flatMap((from) => {
    const name = Object.hasOwn(mapping, from) ? (mapping[from] ?? null) : from;
    return name === null ? [] : [[name, from] as const];
  });
  return [...ours, ...Object.keys(mapping).flatMap((key) => (isOurs(key) ? [] : [[key, key] as const]))];
}

function isOurs(name: string): name is DispatchInputName {
  const names: readonly string[] = DISPATCH_INPUT_NAMES;
  return names.includes(name);
}

function fault(name: string, code: string, message: string): ErrorDetail {
  return { pointer: `/inputs/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, code, message };
}

function refusal(errors: readonly ErrorDetail[]): SlipwayError {
  return new SlipwayError('INVALID_ARGUMENT', errors.map((error) => error.message).join('; '), { errors });
}
