import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AlertWorld } from '#testing/observability/alert-world';
import { alertRules } from '#testing/observability/alert-rules';
import { evaluate, metricsOf, parseScrape } from '#testing/observability/promql';

const ROOT = new URL('../../', import.meta.url);
const RULES = alertRules(readFileSync(new URL('docs/alerts/slipway-rules.yml', ROOT), 'utf8'));
/** Made by Prometheus itself for each target. */
const BY_PROMETHEUS = ['up'];

let world: AlertWorld;
beforeAll(async () => {
  world = await AlertWorld.start();
}, 120_000);
afterAll(() => world.stop());

it('uses no metric that the service does not show', async () => {
  await world.api.request('GET', '/api/v1/models');
  const shown = await world.scrape();
  const unknown = RULES.flatMap(({ alert, expr }) =>
    metricsOf(expr).flatMap((name) => (shown.has(name) || BY_PROMETHEUS.includes(name) ? [] : [`${alert}: ${name}`])),
  );
  expect(unknown).toEqual([]);
});

it('describes every metric of ours in the operations page', async () => {
  const page = readFileSync(new URL('docs/operations.md', ROOT), 'utf8');
  const own = [...(await world.scrape()).keys()].filter((name) => name.startsWith('slipway_'));
  expect(own.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it.each(RULES)('$alert has a page with its expression, which the operations page leads to', ({ alert, expr, runbook, severity }) => {
  expect(existsSync(new URL(runbook, ROOT))).toBe(true);
  const page = readFileSync(new URL(runbook, ROOT), 'utf8');
  expect(page).toMatch(new RegExp(`^# ${alert}: `));
  expect(page).toContain(expr);
  for (const heading of ['## How to see it', '## What to do']) expect(page).toContain(heading);
  expect(['critical', 'warning']).toContain(severity);
  expect(readFileSync(new URL('docs/operations.md', ROOT), 'utf8')).toContain(`(${runbook.replace('docs/', '')})`);
});

it('evaluates as Prometheus does', () => {
  const before = parseScrape('hits_total{code="200"} 90\nhits_total{code="500"} 10\n');
  const now = parseScrape(
    'hits_total{code="200"} 180\nhits_total{code="500"} 20\nhits_total{code="503"} 50\ndepth{q="a"} 3\ndepth{q="b"} 9\n',
  );
  const value = (text: string): number | undefined => evaluate(text, now, before, 60)[0]?.value;
  expect(value('sum(rate(hits_total{code=~"5.."}[5m])) / sum(rate(hits_total[5m]))')).toBeCloseTo(0.1);
  expect(value('increase(hits_total{code!="200"}[5m])')).toBe(10);
  expect(value('max(depth) - min(depth) * 2')).toBe(3);
  expect(evaluate('depth > 5', now).map(({ labels }) => labels['q'])).toEqual(['b']);
  expect(evaluate('depth{q!~"a|b"} > 0', now)).toEqual([]);
  expect(() => evaluate('depth ? 1', now)).toThrow('not understood');
});
