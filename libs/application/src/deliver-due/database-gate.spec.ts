import { expect, it } from 'vitest';
import { DatabaseGate, GATE_WIDTH } from './database-gate.js';

/** A statement that ends when it is told to. */
function statement(): { readonly work: () => Promise<void>; begun: boolean; end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const made = {
    begun: false,
    end: () => end(),
    work: (): Promise<void> => {
      made.begun = true;
      return ended;
    },
  };
  return made;
}

it('lets no crowd of endpoints in trouble stand before one that answers, and forgets none of them', async () => {
  const gate = new DatabaseGate();
  const bad = Array.from({ length: 50 }, () => statement());
  for (const index of bad.keys()) gate.note(`bad-${index}`, false);
  const ofBad = bad.map((one, index) => gate.run(`bad-${index}`, one.work));
  const good = statement();
  const ofGood = gate.run('good', good.work);
  expect([bad.filter((one) => one.begun).length, good.begun]).toEqual([2, true]);

  // Nor do those that answer, however many, keep those in trouble from their turns.
  const crowd = Array.from({ length: 50 }, () => statement());
  const ofCrowd = crowd.map((one, index) => gate.run(`good-${index}`, one.work));
  expect(crowd.filter((one) => one.begun).length).toBe(GATE_WIDTH - 3);
  for (const one of bad) one.end();
  await Promise.all(ofBad);
  expect(bad.every((one) => one.begun)).toBe(true);
  for (const one of [good, ...crowd]) one.end();
  await Promise.all([ofGood, ...ofCrowd]);
});

it('takes an endpoint that accepts again for one that answers', () => {
  const gate = new DatabaseGate();
  gate.note('back', false);
  for (const one of [statement(), statement()]) void gate.run('back', one.work);
  const waiting = statement();
  void gate.run('back', waiting.work);
  expect(waiting.begun).toBe(false);
  gate.note('back', true);
  const next = statement();
  void gate.run('back', next.work);
  expect(next.begun).toBe(true);
});
