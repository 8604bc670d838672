import { SlipwayError, type ErrorDetail } from '../errors/slipway-error.js';
import { checkAliasName } from '../registry/alias-name.js';
import { checkStageName, stageKey } from '../registry/stage-name.js';
import type { Occupancy, Stage } from './stage.js';

/** A stage as an administrator writes it down; its place in the list is its order. */
export interface StageWish {
  readonly name: string;
  readonly occupancy: Occupancy;
  readonly protected: boolean;
  readonly boundAlias: string | null;
}

/** Stages that are always there, in this order; None is first and Archived last, and both hold many and protect nothing. */
const BUILT_IN = ['None', 'Staging', 'Production', 'Archived'] as const;

/** The board stays readable, and one row of it fits a screen. */
const MAX_STAGES = 32;

/** True for the stages that are not renamed or removed. */
export function isBuiltIn(key: string): boolean {
  return BUILT_IN.some((name) => stageKey(name) === key);
}

/**
 * The definitions that a wish means, in order.
 * @throws SlipwayError INVALID_ARGUMENT with a pointer to each place that is wrong.
 */
export function checkStages(wishes: readonly StageWish[]): readonly Stage[] {
  const problems: ErrorDetail[] = [];
  const stages = wishes.map((wish, index): Stage => {
    const at = `/stages/${index}`;
    collect(problems, () => checkStageName(wish.name, `${at}/name`));
    if (wish.boundAlias !== null) collect(problems, () => checkAliasName(wish.boundAlias ?? '', `${at}/boundAlias`));
    const key = stageKey(wish.name);
    const builtIn = BUILT_IN.find((name) => stageKey(name) === key);
    if ((key === 'none' || key === 'archived') && (wish.occupancy !== 'many' || wish.protected || wish.boundAlias !== null)) {
      problems.push({
        pointer: at,
        code: 'idle_stage',
        message: `${wish.name} holds many versions, is not protected and has no bound alias`,
      });
    }
    return {
      name: builtIn ?? wish.name,
      key,
      ordinal: index,
      occupancy: wish.occupancy,
      protected: wish.protected,
      boundAlias: wish.boundAlias,
    };
  });
  problems.push(...arrangement(stages));
  if (problems.length > 0) throw new SlipwayError('INVALID_ARGUMENT', problems.map((one) => one.message).join('. '), { errors: problems });
  return stages;
}

function arrangement(stages: readonly Stage[]): ErrorDetail[] {
  const problem = (code: string, message: string, pointer = '/stages'): ErrorDetail => ({ pointer, code, message });
  const problems: ErrorDetail[] = [];
  if (stages.length > MAX_STAGES) problems.push(problem('too_many', `There may be at most ${MAX_STAGES} stages`));
  const seen = new Set<string>();
  const aliases = new Set<string>();
  stages.forEach((stage, index) => {
    if (seen.has(stage.key))
      problems.push(problem('duplicate', `"${stage.name}" is there twice; names match in any case`, `/stages/${index}/name`));
    seen.add(stage.key);
    if (stage.boundAlias !== null && aliases.has(stage.boundAlias)) {
      problems.push(problem('duplicate', `The alias "${stage.boundAlias}" is bound twice`, `/stages/${index}/boundAlias`));
    }
    if (stage.boundAlias !== null) aliases.add(stage.boundAlias);
  });
  for (const name of BUILT_IN) {
    if (!seen.has(stageKey(name))) problems.push(problem('built_in', `${name} is built in and cannot be removed`));
  }
  if (stages[0]?.key !== 'none') problems.push(problem('order', 'None comes first'));
  if (stages.at(-1)?.key !== 'archived') problems.push(problem('order', 'Archived comes last'));
  return problems;
}

function collect(problems: ErrorDetail[], check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    problems.push(...error.errors);
  }
}
