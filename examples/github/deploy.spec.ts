import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { correlationToken, readCorrelationToken } from '#domain/deployment/correlation-token';
import { DISPATCH_INPUT_NAMES } from '#domain/deployment/dispatch-inputs';
import { renderRunName } from '#testing/github/contract-runs';

const template = readFileSync(new URL('./deploy.yml', import.meta.url), 'utf8').replaceAll('\r\n', '\n');

it('declares exactly the inputs that Slipway sends', () => {
  const block = /\n {4}inputs:\n((?: {6}.*\n)+)/.exec(template)?.[1] ?? '';
  expect([...block.matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name)).toEqual([...DISPATCH_INPUT_NAMES]);
});

it('names its run so that Slipway finds it again', () => {
  const runName = /^run-name: '(.*)'$/m.exec(template)?.[1] ?? '';
  const title = renderRunName(runName, { model: 'fraud [eu]', version: '7', deployment_id: 'dpl_x', attempt: '2' });
  expect(title).toBe(`Deploy fraud [eu] v7 ${correlationToken('dpl_x', 2)}`);
  expect(readCorrelationToken(title)).toEqual({ deploymentId: 'dpl_x', attempt: 2 });
});

it('runs one at a time per model, stage and target, and puts no input into a script', () => {
  expect(template).toContain('group: deploy-${{ inputs.model }}-${{ inputs.stage }}-${{ inputs.target }}\n');
  const scripts = template.split(/\n {8}run: \|\n/).slice(1);
  expect(scripts).toHaveLength(2);
  for (const script of scripts) expect(script.split('\n\n')[0]).not.toContain('${{');
});
