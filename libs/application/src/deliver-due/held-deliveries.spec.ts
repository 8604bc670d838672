import { expect, it } from 'vitest';
import type { ClaimedDelivery } from '../ports/delivery-store.js';
import { HeldDeliveries } from './held-deliveries.js';

const delivery = (position: number, epoch: number | null = 1): ClaimedDelivery => ({
  id: `dlv_${position}`,
  fence: 0,
  epoch,
  attempts: 0,
  modelNow: null,
  event: {
    id: `evt_${position}`,
    type: 'model.updated',
    timestamp: new Date(0),
    apiVersion: '1',
    workspace: 'default',
    model: null,
    modelId: null,
    sequence: null,
    position,
    actor: {},
    door: 'rest',
    data: {},
  },
});
const upTo = (last: number) => Array.from({ length: last }, (_, index) => delivery(index + 1));

it('passes over all that is held, and in a long line looks only behind it, until that comes short', () => {
  const held = new HeldDeliveries();
  held.add(upTo(3));
  expect(held.passOver(false)).toEqual({ held: [1, 2, 3], after: null });
  held.add(upTo(40));
  expect(held.found(true, null)).toBe(true);
  expect(held.passOver(false)).toEqual({ held: [], after: 40 });
  expect(held.passOver(true).held).toHaveLength(40);
  // What lies before the line, such as a second attempt, has not been looked for.
  expect(held.found(false, 40)).toBe(true);
  expect(held.passOver(false).after).toBeNull();
  expect(held.found(false, null)).toBe(false);
});

it('finds first again what was given back unsent, before what is behind it', () => {
  const held = new HeldDeliveries();
  const all = upTo(50);
  held.add(all);
  held.found(true, null);
  held.giveBack(all.slice(40));
  expect(held.passOver(false)).toEqual({ held: all.slice(0, 40).map(({ event }) => event.position), after: null });
  // A claim that finds as much as it asked for, and not all of that yet: the next one goes on where it ended.
  held.add(all.slice(40, 44));
  expect(held.found(true, null)).toBe(true);
  expect(held.passOver(false)).toEqual({ held: [], after: 44 });
  // Nothing that is held is ever claimed again.
  held.giveBack([]);
  held.add([delivery(90)]);
  held.giveBack(all.slice(42, 44));
  held.add([delivery(43)]);
  held.found(true, null);
  expect(held.passOver(false)).toEqual({ held: [90], after: 43 });
});

it('needs to pass over nothing that has a lease of its own', () => {
  const held = new HeldDeliveries();
  const all = [...upTo(2), delivery(3, null)];
  held.add(all);
  held.leased(['dlv_1']);
  expect(held.unleased.map(({ id }) => id)).toEqual(['dlv_2']);
  expect(all[0]?.epoch).toBeNull();
  held.drop(delivery(2));
  expect(held.passOver(false).held).toEqual([]);
});
