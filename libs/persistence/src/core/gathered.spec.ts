import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { CrowdFailures, crowdFailures } from './crowd-failures.js';
import { FEWEST_KEYS, filled, Gathered } from './gathered.js';

afterEach(() => void vi.useRealTimers());

interface Statement {
  readonly keys: readonly string[];
  answer(): void;
  fail(error: Error): void;
}

type Row = { readonly place: number; readonly text: string };

/** A read whose statements are answered by hand; a key that begins with "no" has no row. Rows come in the opposite order. */
function gathered(apart: ((key: string) => string) | null = null): { readonly reads: Gathered<string, Row>; readonly sent: Statement[] } {
  const sent: Statement[] = [];
  const read = (keys: readonly string[]): Promise<readonly Row[]> =>
    new Promise((resolve, reject) => {
      const rows = keys.flatMap((key, index) => (key.startsWith('no') ? [] : [{ place: index + 1, text: `row of ${key}` }])).toReversed();
      sent.push({ keys, answer: () => resolve(rows), fail: reject });
    });
  return { reads: new Gathered<string, Row>(read, { apart }), sent };
}

it('sends a read at once, and what comes while two are on their way with the next statement', async () => {
  const { reads, sent } = gathered();
  const first = ['a', 'b'].map((key) => reads.ask(key));
  expect(sent.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
  const later = ['c', 'nobody', 'd'].map((key) => reads.ask(key));
  expect(sent).toHaveLength(2);
  sent[0]?.answer();
  expect((await first[0])?.text).toBe('row of a');
  await expect.poll(() => sent.length).toBe(3);
  expect(sent[2]?.keys).toEqual(['c', 'nobody', 'd']);
  sent[1]?.answer();
  sent[2]?.answer();
  expect((await Promise.all([...first, ...later])).map((row) => row?.text)).toEqual([
    'row of a',
    'row of b',
    'row of c',
    undefined,
    'row of d',
  ]);
});

it('tells all who shared a statement when it fails, and goes on with the next', async () => {
  const { reads, sent } = gathered();
  const [first, second] = [reads.ask('a'), reads.ask('b')];
  const [third, fourth] = [reads.ask('c'), reads.ask('d')];
  sent[0]?.answer();
  sent[1]?.answer();
  await Promise.all([first, second]);
  await expect.poll(() => sent.length).toBe(3);
  const fifth = reads.ask('e');
  sent[2]?.fail(new Error('the way is lost'));
  await expect(third).rejects.toThrow('the way is lost');
  await expect(fourth).rejects.toThrow('the way is lost');
  sent[3]?.answer();
  expect((await fifth)?.text).toBe('row of e');
});

it('takes no more than a hundred into a statement', async () => {
  const { reads, sent } = gathered();
  const all = Array.from({ length: 152 }, (_, index) => reads.ask(`k${index}`));
  sent[0]?.answer();
  await all[0];
  sent[1]?.answer();
  await all[1];
  await expect.poll(() => sent.length).toBe(4);
  expect(sent.map(({ keys }) => keys.length)).toEqual([1, 1, 100, 50]);
  for (const one of sent) one.answer();
  expect((await Promise.all(all)).map((row) => row?.text)).toEqual(all.map((_, index) => `row of k${index}`));
});

it('fills an array of keys up to the length that the planner takes it for', () => {
  expect(filled(['a', 'b'])).toEqual(['a', 'b', ...Array.from({ length: FEWEST_KEYS - 2 }, () => null)]);
  expect(filled(Array.from({ length: 30 }, () => 'a'))).toHaveLength(30);
});

it('asks for each alone where one of them is what the server cannot take', async () => {
  const { reads, sent } = gathered();
  const before = [reads.ask('a'), reads.ask('b')];
  const [good, bad] = [reads.ask('c'), reads.ask('d')];
  sent[0]?.answer();
  await before[0];
  await expect.poll(() => sent.length).toBe(3);
  const refused = Object.assign(new Error('invalid byte sequence'), { code: '22021' });
  sent[2]?.fail(refused);
  await expect.poll(() => sent.length).toBe(5);
  sent[3]?.answer();
  sent[4]?.fail(refused);
  expect((await good)?.text).toBe('row of c');
  await expect(bad).rejects.toThrow('invalid byte sequence');
});

it('does not let those who have waited long begin to wait again when a statement fails', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { reads, sent } = gathered();
  const first = [reads.ask('a'), reads.ask('b')];
  const early = reads.ask('c');
  vi.advanceTimersByTime(1_500);
  const late = reads.ask('d');
  sent[0]?.fail(new Error('no answer'));
  await expect(first[0]).rejects.toThrow('no answer');
  await expect(early).rejects.toThrow('no answer');
  await expect.poll(() => sent[2]?.keys).toEqual(['d']);
  sent[2]?.answer();
  expect((await late)?.text).toBe('row of d');
});

it('never asks together, nor at the same time, for keys that are to be kept apart', async () => {
  const { reads, sent } = gathered((key) => key.charAt(0));
  const all = ['a1', 'a2', 'b1', 'a3', 'c1', 'b2'].map((key) => reads.ask(key));
  expect(sent.map(({ keys }) => keys)).toEqual([['a1'], ['b1']]);
  sent[0]?.answer();
  await expect.poll(() => sent[2]?.keys).toEqual(['a2', 'c1']);
  sent[1]?.answer();
  await expect.poll(() => sent[3]?.keys).toEqual(['b2']);
  sent[2]?.answer();
  await expect.poll(() => sent[4]?.keys).toEqual(['a3']);
  for (const one of sent) one.answer();
  expect((await Promise.all(all)).map((row) => row?.text)).toEqual(['a1', 'a2', 'b1', 'a3', 'c1', 'b2'].map((key) => `row of ${key}`));
});

it('tells those who were never sent nothing of what is wrong with another', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { reads, sent } = gathered();
  const first = [reads.ask('a'), reads.ask('b')];
  const waiting = reads.ask('c');
  vi.advanceTimersByTime(1_500);
  sent[0]?.fail(Object.assign(new Error('duplicate key'), { code: '23505' }));
  await expect(first[0]).rejects.toThrow('duplicate key');
  await expect.poll(() => sent[2]?.keys).toEqual(['c']);
  sent[2]?.answer();
  expect((await waiting)?.text).toBe('row of c');
});

it('sends a statement for the first of those who asked, not for whoever was served before', async () => {
  const who = new AsyncLocalStorage<string>();
  const sentFor: (string | undefined)[] = [];
  const open: (() => void)[] = [];
  const reads = new Gathered<string, Row>(
    (keys) =>
      new Promise((resolve) => {
        sentFor.push(who.getStore());
        open.push(() => resolve(keys.map((text, index) => ({ place: index + 1, text }))));
      }),
    { lanes: 1 },
  );
  const all = ['one', 'two', 'three'].map((name) => who.run(name, () => reads.ask(name)));
  open[0]?.();
  await expect.poll(() => open.length).toBe(2);
  open[1]?.();
  await Promise.all(all);
  expect(sentFor).toEqual(['one', 'two']);
});

it('counts the callers of a crowd that failed as one', async () => {
  const before = crowdFailures.callers;
  const { reads, sent } = gathered();
  const first = ['a', 'b'].map((key) => reads.ask(key));
  const crowd = ['c', 'd', 'e'].map((key) => reads.ask(key).catch(() => 'failed'));
  sent.slice(0, 2).forEach((statement) => statement.answer());
  await Promise.all(first);
  sent[2]?.fail(new Error('the way is lost'));
  expect(await Promise.all(crowd)).toEqual(['failed', 'failed', 'failed']);
  expect(crowdFailures.callers - before).toBe(3);
});

it('says in one line in five seconds how many callers that were', () => {
  const said = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  onTestFinished(() => said.mockRestore());
  const failures = new CrowdFailures();
  for (const at of [0, 1_000, 4_999, 5_000]) failures.add(3, new Error('the way is lost'), at);
  expect(said.mock.calls.map(([line]) => String(line).replace(/^.*, (?=\d)/, ''))).toEqual([
    '3 callers since the last such line: the way is lost',
    '9 callers since the last such line: the way is lost',
  ]);
  expect(failures.callers).toBe(12);
});
