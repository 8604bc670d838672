import { expect, it } from 'vitest';
import { SlipwayError } from '../errors/slipway-error.js';
import { correlationToken, readCorrelationToken } from './correlation-token.js';
import { checkInputsMapping, DISPATCH_INPUT_NAMES, dispatchInputs } from './dispatch-inputs.js';
import type { InputsMapping } from './dispatch-inputs.js';

const facts = {
  deploymentId: 'dpl_x',
  attempt: 2,
  generation: 4,
  promotionId: 'prm_1',
  model: 'fraud',
  version: 7,
  stage: 'Production',
  target: 'eu',
  source: 's3://bucket/7',
  digest: null,
};

it('gives the ten inputs as text', () => {
  expect(dispatchInputs(facts)).toEqual({
    deployment_id: 'dpl_x',
    attempt: '2',
    generation: '4',
    promotion_id: 'prm_1',
    model: 'fraud',
    version: '7',
    stage: 'Production',
    target: 'eu',
    source: 's3://bucket/7',
    digest: '',
  });
  expect(Object.keys(dispatchInputs(facts))).toEqual([...DISPATCH_INPUT_NAMES]);
});

it('renames, drops and adds as the target says', () => {
  const mapping = { model: 'model_name', digest: null, promotion_id: null, source: null, region: 'eu-west-1' };
  expect(dispatchInputs(facts, mapping)).toEqual({
    deployment_id: 'dpl_x',
    attempt: '2',
    generation: '4',
    model_name: 'fraud',
    version: '7',
    stage: 'Production',
    target: 'eu',
    region: 'eu-west-1',
  });
});

it.each<[string, InputsMapping, string, string]>([
  ['renaming deployment_id', { deployment_id: 'id' }, '/inputs/deployment_id', 'fixed'],
  ['dropping attempt', { attempt: null }, '/inputs/attempt', 'fixed'],
  ['two inputs of one name', { model: 'version' }, '/inputs/version', 'duplicate'],
  ['a constant that takes a renamed name', { model: 'name', name: 'x' }, '/inputs/name', 'duplicate'],
  ['dropping what is not ours', { region: null }, '/inputs/region', 'unknown'],
  ['a name that GitHub does not take', { model: 'model name' }, '/inputs/model', 'malformed'],
  ['a constant with such a name', { 'a/b': 'x' }, '/inputs/a~1b', 'malformed'],
  ['more than 25 inputs', Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`extra${n}`, 'x'])), '/inputs', 'too_many'],
])('refuses %s', (_name, mapping, pointer, code) => {
  let error: unknown;
  try {
    checkInputsMapping(mapping);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(SlipwayError);
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', errors: [{ pointer, code }] });
  expect(() => dispatchInputs(facts, mapping)).toThrow(SlipwayError);
});

it('takes 25 inputs, and refuses values that are longer in all than GitHub takes', () => {
  const fifteen = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`extra${n}`, 'x']));
  expect(Object.keys(dispatchInputs(facts, fifteen))).toHaveLength(25);
  expect(() => dispatchInputs(facts, { notes: 'x'.repeat(65_535) })).toThrow('65535');
});

it('reads back the token that it makes, and not one that only looks alike', () => {
  expect(correlationToken('dpl_x', 1)).toBe('[dpl_x.1]');
  expect(readCorrelationToken('Deploy [dpl_a.9] v7 [dpl_x.12]')).toEqual({ deploymentId: 'dpl_x', attempt: 12 });
  for (const title of ['Deploy fraud', '[dpl_x]', '[dpl_x.0]', '[prm_x.1]', '[dpl_x.1']) expect(readCorrelationToken(title)).toBeNull();
});
