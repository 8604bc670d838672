import { SlipwayError } from '../errors/slipway-error.js';

/** A table of legal moves: every state with those that may follow it. */
export interface Machine<S extends string> {
  readonly name: string;
  readonly initial: S;
  readonly transitions: Readonly<Record<S, readonly S[]>>;
}

/**
 * pending: waits for its first attempt, or for a repeat that somebody asked for; delivered: the receiver answered 2xx; failing: the next
 * attempt has its time; dead: all attempts failed, or the endpoint is gone.
 */
export type DeliveryState = 'pending' | 'delivered' | 'failing' | 'dead';

/** Delivery: one event for one endpoint (docs/glossary.md, States). */
export const DELIVERY_MACHINE: Machine<DeliveryState> = {
  name: 'delivery',
  initial: 'pending',
  transitions: {
    pending: ['delivered', 'failing', 'dead'],
    failing: ['delivered', 'failing', 'dead', 'pending'],
    // Redelivery, singly or by time range: same row, same event id.
    delivered: ['pending'],
    dead: ['pending'],
  },
};

/** True where the table allows the move. */
export function mayMove<S extends string>(machine: Machine<S>, from: S, to: S): boolean {
  return machine.transitions[from].includes(to);
}

/** Asked at boot: throws INTERNAL where a table names a state that it does not know, or holds one that cannot be reached. */
export function checkMachine(machine: Machine<string>): void {
  const states = Object.keys(machine.transitions);
  const fail = (message: string) => new SlipwayError('INTERNAL', `Transition table "${machine.name}": ${message}`);
  if (!states.includes(machine.initial)) throw fail(`the initial state "${machine.initial}" is unknown`);
  const reached = new Set<string>();
  const open = [machine.initial];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (reached.has(state)) continue;
    reached.add(state);
    open.push(...(machine.transitions[state] ?? []));
  }
  const unknown = [...reached, ...Object.values(machine.transitions).flat()].find((state) => !states.includes(state));
  if (unknown !== undefined) throw fail(`the state "${unknown}" is unknown`);
  const unreachable = states.find((state) => !reached.has(state));
  if (unreachable !== undefined) throw fail(`the state "${unreachable}" cannot be reached`);
}
