import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { runProgram, type RunningProgram } from '#testing/operation/run-program';

const STORY = new URL('./first-promotion.ts', import.meta.url);
const SERVER = new URL('../../apps/server/src/main.ts', import.meta.url);
/** Three deploys of a few seconds each, and processes that compile the sources first. */
const LONG_MS = 300_000;

let home: string;
let server: RunningProgram;
let service: Record<string, string>;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'slipway-story-'));
  server = runProgram(SERVER, { SLIPWAY_HOME: home, PORT: '0', LOG_LEVEL: 'warn' });
  const [, url = ''] = await server.waitFor(/Slipway is running at (\S+)/);
  service = { SLIPWAY_URL: url, SLIPWAY_TOKEN: readFileSync(join(home, 'admin-token'), 'utf8').trim() };
}, LONG_MS);
afterAll(async () => {
  await server.stop();
  await removeEmbeddedPostgres(home);
}, LONG_MS);

/** The rows of the first table: when, change, kind, archived, deliveries, run. */
function changesIn(text: string): string[][] {
  return text.split('\n').flatMap((line) => {
    const cells = line.split(/ {2,}/);
    return cells.length === 6 && /^\d{4}-/.test(cells[0] ?? '') ? [cells] : [];
  });
}

/** The rows of the second table: instant and version. */
function instantsIn(text: string): string[][] {
  return [...text.matchAll(/^(\d{4}-\S+) {2,}(v\d|nobody)$/gm)].map(([, at = '', version = '']) => [at, version]);
}

function expectTheStory(text: string): void {
  const changes = changesIn(text);
  expect(changes.map(([, change, kind, archived]) => [change, kind, archived])).toEqual([
    ['v1 -> Staging', 'promotion', '-'],
    ['v1 -> Production', 'promotion', '-'],
    ['v2 -> Production', 'promotion', 'v1'],
    ['v1 -> Production', 'rollback', 'v2'],
  ]);
  const runs = changes.map((cells) => cells[5] ?? '');
  expect(runs).toEqual(['-', ...[1, 2, 3].map(() => expect.stringMatching(/^#\d+ completed, success$/))]);
  expect(new Set(runs).size).toBe(4);
  for (const [, , , , deliveries = ''] of changes) expect(deliveries).toMatch(/^\d+ verified: promotion\.applied, stage\.changed/);
  expect(instantsIn(text)).toEqual(changes.map(([at], index) => [at, ['nobody', 'v1', 'v2', 'v1'][index]]));
  expect(text).toContain('Live in Production: v1');
  expect(text).toMatch(/^Held: \S/m);
  expect(text).toMatch(/^Quarantined for Production: v2 /m);
  expect(text).toMatch(/Webhooks: \d+ events, every signature verified, every id once/);
}

it(
  'is told as often as one likes on one service, also by two at once',
  async () => {
    const stories = [runProgram(STORY, service), runProgram(STORY, service)];
    const codes = await Promise.all(stories.map((story) => story.ended));
    expect(stories.map((story) => story.stderr()).join('')).toBe('');
    expect(codes).toEqual([0, 0]);
    stories.forEach((story) => expectTheStory(story.stdout()));
  },
  LONG_MS,
);

it(
  'starts a service of its own where none answers, and stops it at the end',
  async () => {
    const story = runProgram(STORY, { SLIPWAY_URL: 'http://127.0.0.1:9' });
    const [, url = ''] = await story.waitFor(/Slipway at (\S+)/);
    expect(await story.ended).toBe(0);
    expectTheStory(story.stdout());
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  },
  LONG_MS,
);

it(
  'ends with a sentence where something is not as told',
  async () => {
    const story = runProgram(STORY, { ...service, SLIPWAY_TOKEN: 'slp_wrong' });
    expect(await story.ended).toBe(1);
    expect(story.stderr()).toMatch(/^Not as told: the service answered 401 /);
    expect(story.stderr().trim().split('\n')).toHaveLength(1);
  },
  LONG_MS,
);
