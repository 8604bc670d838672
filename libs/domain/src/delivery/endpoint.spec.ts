import { describe, expect, it } from 'vitest';
import {
  circuitAllows,
  circuitFailed,
  circuitSucceeded,
  CLOSED_CIRCUIT,
  OPEN_AFTER,
  probeStarted,
  SOONER,
  type Circuit,
} from './circuit-breaker.js';
import { checkMachine, DELIVERY_MACHINE, mayMove, type DeliveryState } from './delivery-machine.js';
import {
  afterAttempt,
  DISABLE_AFTER_MS,
  ENDPOINT_MACHINE,
  RESTARTED_ENDPOINT,
  type EndpointHealth,
  type EndpointState,
} from './endpoint-health.js';

const ID = 'whk_1';
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21) + seconds * 1000);
const failed = (times: number, circuit: Circuit = CLOSED_CIRCUIT): Circuit =>
  times === 0 ? circuit : failed(times - 1, circuitFailed(circuit, ID, at(0)));

describe('circuit', () => {
  it('opens at the fifth failure in a row', () => {
    expect(circuitAllows(failed(OPEN_AFTER - 1), at(0))).toBe('send');
    expect(circuitAllows(failed(OPEN_AFTER), at(0))).toBe('wait');
    expect(circuitAllows(failed(OPEN_AFTER - 1, circuitSucceeded(failed(OPEN_AFTER - 1)).circuit), at(0))).toBe('send');
  });

  it('lets one probe through after 5 s, then after waits that double to a minute', () => {
    let circuit = failed(OPEN_AFTER);
    let now = 0;
    const waits: number[] = [];
    for (let probe = 0; probe < 7; probe += 1) {
      const until = (circuit.openUntil?.getTime() ?? 0) - at(now).getTime();
      waits.push(until / 1000);
      expect(circuitAllows(circuit, new Date(at(now).getTime() + until - 1))).toBe('wait');
      now += until / 1000;
      expect(circuitAllows(circuit, at(now))).toBe('probe');
      circuit = probeStarted(circuit, ID, at(now));
      expect(circuitAllows(circuit, at(now))).toBe('wait');
      circuit = circuitFailed(circuit, ID, at(now));
    }
    for (const [turn, named] of [5, 10, 20, 40, 60, 60, 60].entries()) {
      expect(waits[turn]).toBeLessThanOrEqual(named);
      expect(waits[turn]).toBeGreaterThan(named * (1 - SOONER));
    }
    const late = probeStarted({ ...circuit, probes: 5000 }, ID, at(0)).openUntil?.getTime() ?? 0;
    expect(late).toBeGreaterThan(at(48).getTime());
    expect(late).toBeLessThanOrEqual(at(60).getTime());
  });

  it('spreads the probes of endpoints that failed in the same moment', () => {
    const open: Circuit = { failuresInRow: OPEN_AFTER - 1, openUntil: null, probes: 0 };
    const first = Array.from({ length: 100 }, (_, index) => circuitFailed(open, `whk_${index}`, at(0)).openUntil?.getTime() ?? 0);
    const tenths = new Set(first.map((time) => Math.floor((time - at(4).getTime()) / 100)));
    expect(tenths.size).toBeGreaterThanOrEqual(10);
    expect(circuitFailed(open, 'whk_7', at(0)).openUntil?.getTime()).toBe(first[7]);
  });

  it('is closed by the first success, which makes everything due', () => {
    expect(circuitSucceeded(failed(9))).toEqual({ circuit: CLOSED_CIRCUIT, retryNow: true });
    expect(circuitSucceeded(failed(2))).toEqual({ circuit: CLOSED_CIRCUIT, retryNow: false });
  });

  it('is not opened for longer by attempts that were under way', () => {
    const open = failed(OPEN_AFTER);
    expect(circuitFailed(open, ID, at(4)).openUntil).toEqual(open.openUntil);
  });
});

describe('endpoint', () => {
  const failing = (failuresInRow: number): EndpointHealth => ({ state: 'active', failuresInRow, failingSince: at(0) });
  const later = new Date(at(0).getTime() + DISABLE_AFTER_MS);

  it('is disabled after five days and twenty attempts of nothing but failure', () => {
    expect(afterAttempt(failing(19), 'failed', later)).toMatchObject({ state: 'disabled', stopped: 'disabled', failuresInRow: 20 });
    expect(afterAttempt(failing(19), 'slow_down', later)).toMatchObject({ state: 'disabled' });
    expect(afterAttempt(failing(18), 'failed', later)).toMatchObject({ state: 'active', stopped: null });
    expect(afterAttempt(failing(500), 'failed', new Date(later.getTime() - 1))).toMatchObject({ state: 'active', stopped: null });
  });

  it('forgets its failures at the first success', () => {
    expect(afterAttempt(failing(30), 'delivered', later)).toEqual({ state: 'active', failuresInRow: 0, failingSince: null, stopped: null });
  });

  it('counts from its first failure', () => {
    expect(afterAttempt(RESTARTED_ENDPOINT, 'failed', at(7))).toMatchObject({ failingSince: at(7), failuresInRow: 1 });
  });

  it('is gone at once at 410, and says so once', () => {
    expect(afterAttempt(RESTARTED_ENDPOINT, 'gone', at(0))).toMatchObject({ state: 'gone', stopped: 'gone' });
    expect(afterAttempt({ ...failing(1), state: 'gone' }, 'gone', at(0))).toMatchObject({ state: 'gone', stopped: null });
    expect(afterAttempt({ ...failing(1), state: 'paused' }, 'gone', at(0))).toMatchObject({ state: 'gone', stopped: 'gone' });
  });

  it('is not started again by an answer that comes late', () => {
    expect(afterAttempt({ ...failing(30), state: 'disabled' }, 'delivered', later).state).toBe('disabled');
    expect(afterAttempt({ ...failing(30), state: 'paused' }, 'failed', later).state).toBe('paused');
  });
});

describe('delivery', () => {
  const moves: [DeliveryState, DeliveryState, boolean][] = [
    ['pending', 'pending', false],
    ['pending', 'delivered', true],
    ['pending', 'failing', true],
    ['pending', 'dead', true],
    ['failing', 'pending', true],
    ['failing', 'delivered', true],
    ['failing', 'failing', true],
    ['failing', 'dead', true],
    ['delivered', 'pending', true],
    ['delivered', 'delivered', false],
    ['delivered', 'failing', false],
    ['delivered', 'dead', false],
    ['dead', 'pending', true],
    ['dead', 'delivered', false],
    ['dead', 'failing', false],
    ['dead', 'dead', false],
  ];
  it.each(moves)('%s -> %s: %s', (from, to, allowed) => {
    expect(mayMove(DELIVERY_MACHINE, from, to)).toBe(allowed);
  });
});

describe('state of an endpoint', () => {
  const moves: [EndpointState, EndpointState, boolean][] = [
    ['active', 'active', false],
    ['active', 'paused', true],
    ['active', 'disabled', true],
    ['active', 'gone', true],
    ['paused', 'active', true],
    ['paused', 'paused', false],
    ['paused', 'disabled', true],
    ['paused', 'gone', true],
    ['disabled', 'active', true],
    ['disabled', 'paused', false],
    ['disabled', 'disabled', false],
    ['disabled', 'gone', true],
    ['gone', 'active', true],
    ['gone', 'paused', false],
    ['gone', 'disabled', false],
    ['gone', 'gone', false],
  ];
  it.each(moves)('%s -> %s: %s', (from, to, allowed) => {
    expect(mayMove(ENDPOINT_MACHINE, from, to)).toBe(allowed);
  });

  it('has no other states', () => {
    expect(Object.keys(ENDPOINT_MACHINE.transitions)).toEqual(['active', 'paused', 'disabled', 'gone']);
    expect(Object.keys(DELIVERY_MACHINE.transitions)).toEqual(['pending', 'failing', 'delivered', 'dead']);
  });
});

describe('a transition table', () => {
  it('passes the check at boot', () => {
    expect(() => checkMachine(DELIVERY_MACHINE)).not.toThrow();
    expect(() => checkMachine(ENDPOINT_MACHINE)).not.toThrow();
  });

  it.each([
    [{ a: ['b'] }, 'a', /"b" is unknown/],
    [{ a: [], b: ['a'] }, 'a', /"b" cannot be reached/],
    [{ a: [], b: ['c'] }, 'a', /"c" is unknown/],
    [{ a: [] }, 'x', /initial state "x" is unknown/],
  ])('%j from %s stops the boot', (transitions, initial, message) => {
    expect(() => checkMachine({ name: 't', initial, transitions })).toThrow(message);
  });
});
