import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertRule } from './alert-rules.js';
import { metricsOf, type Sample, type Scrape } from './promql.js';

/** What two scrapes, a minute apart, meant for an alert. */
export interface Observation {
  readonly rule: AlertRule;
  readonly before: Scrape;
  readonly now: Scrape;
  readonly firing: boolean;
}

/** A counter goes on as it went; everything else stays as it is. */
const COUNTER = /_(total|count|sum|bucket)$/;

/**
 * Lets Prometheus's own tool judge a file of rules: whether it is one, and whether each observation, had it gone on for as long as the alert asks
 * (`for`), fires or does not.
 * @returns what it has to object to, in its words; empty where it agrees.
 */
export async function objectionsOfPrometheus(promtool: string, rulesFile: string, observations: readonly Observation[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-promtool-'));
  try {
    const file = join(folder, 'tests.yml');
    // JSON is YAML.
    await writeFile(file, JSON.stringify({ rule_files: [rulesFile], evaluation_interval: '1m', tests: observations.map(testOf) }));
    return (await run(promtool, ['check', 'rules', rulesFile])) + (await run(promtool, ['test', 'rules', file]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function testOf({ rule, before, now, firing }: Observation): object {
  // The minute between the scrapes, the time that the alert asks, and one more.
  const minutes = 2 + minutesOf(rule.for);
  const series = metricsOf(rule.expr).flatMap((metric) => {
    const old = new Map((before.get(metric) ?? []).map((sample) => [seriesOf(metric, sample), sample.value]));
    return (now.get(metric) ?? []).map((sample) => {
      const name = seriesOf(metric, sample);
      return { series: name, values: valuesOf(old.get(name), sample.value, COUNTER.test(metric), minutes).join(' ') };
    });
  });
  return {
    name: `${rule.alert} ${firing ? 'fires' : 'does not fire'}`,
    interval: '1m',
    input_series: series,
    promql_expr_test: [
      {
        expr: `clamp_max(count(ALERTS{alertname="${rule.alert}",alertstate="firing"}), 1)`,
        eval_time: `${minutes}m`,
        exp_samples: firing ? [{ labels: '{}', value: 1 }] : [],
      },
    ],
  };
}

function valuesOf(before: number | undefined, now: number, counter: boolean, minutes: number): readonly (number | '_')[] {
  const step = counter && before !== undefined ? Math.max(now - before, 0) : 0;
  return [before ?? '_', ...Array.from({ length: minutes }, (_, minute) => now + minute * step)];
}

function seriesOf(metric: string, { labels }: Sample): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.sort().join(',')}}`;
}

function minutesOf(duration: string): number {
  const [, count, unit] = /^(\d+)([mh])$/.exec(duration) ?? [];
  if (count === undefined) throw new Error(`a time that this does not know: ${duration}`);
  return Number(count) * (unit === 'h' ? 60 : 1);
}

/** @returns nothing where it went well, else all that it printed. */
function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 16 * 1024 * 1024, timeout: 50_000 }, (error, stdout, stderr) =>
      resolve(error === null ? '' : `${stdout}${stderr}`),
    );
  });
}
