/** Each state of a deployment with one sentence: when it applies. */
export const DEPLOYMENT_STATES = {
  queued: 'Waits for its turn, for an older deployment of the same model, stage and target, or for a rate limit to pass; nothing was sent.',
  reconciling: 'A request has left or is leaving, and it is not known whether GitHub accepted it; the run is being looked for.',
  dispatched: 'GitHub accepted the run and it has not begun: it is queued there or waits for a protection rule.',
  running: 'The run has begun.',
  succeeded: 'The run ended with the conclusion `success`: the version is live at the target.',
  failed: 'The run ended badly, GitHub refused the dispatch, or the run was never found (`unknown_outcome`).',
  cancelled: 'The run was cancelled, here or at GitHub, or the deployment was cancelled before anything was sent.',
  timed_out: 'The run did not end within the time that its target allows, or GitHub ended it for taking too long.',
  superseded: 'A newer deployment of the same model, stage and target took its place.',
} as const;

export type DeploymentState = keyof typeof DEPLOYMENT_STATES;

export const INITIAL_DEPLOYMENT_STATE: DeploymentState = 'queued';

type TransitionTable = Readonly<Record<string, readonly string[]>>;

/**
 * Every legal move. A dispatch is written as `reconciling` before the request leaves, so `queued` normally goes there first; `reconciling`
 * returns to `queued` only where GitHub provably did not accept. An adopted run may be in any state by the time it is found. The ended
 * states that return to `queued` do so by a person's retry only.
 */
export const DEPLOYMENT_TRANSITIONS = {
  queued: ['reconciling', 'dispatched', 'failed', 'cancelled', 'superseded'],
  reconciling: ['queued', 'dispatched', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'],
  dispatched: ['running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'],
  running: ['succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'],
  succeeded: [],
  failed: ['queued'],
  cancelled: ['queued'],
  timed_out: ['queued'],
  superseded: [],
} as const satisfies Readonly<Record<DeploymentState, readonly DeploymentState[]>>;

const ENDED: readonly DeploymentState[] = ['succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'];

/** The states in which a person may ask for another attempt. */
export const RETRYABLE_STATES: readonly DeploymentState[] = ['failed', 'cancelled', 'timed_out'];

/** True where nothing more will happen unless a person retries. */
export function hasEnded(state: DeploymentState): boolean {
  return ENDED.includes(state);
}

/** True where the table allows the move. Staying in a state is not a move. */
export function mayMove(from: DeploymentState, to: DeploymentState): boolean {
  const moves: readonly DeploymentState[] = DEPLOYMENT_TRANSITIONS[from];
  return moves.includes(to);
}

/** The states from which `to` can be reached in one move: for an update that is conditional on the state that was read. */
export function statesBefore(to: DeploymentState): DeploymentState[] {
  return deploymentStates().filter((from) => mayMove(from, to));
}

/** All states, in the order of a deployment's life. */
export function deploymentStates(): DeploymentState[] {
  return Object.keys(DEPLOYMENT_STATES).filter((name): name is DeploymentState => name in DEPLOYMENT_TRANSITIONS);
}

/**
 * The check at boot: throws an Error that names every state which the table moves to but does not know, or which cannot be reached from the
 * initial state. A table with such a hole must stop the boot, not a customer.
 */
export function checkTransitions(table: TransitionTable = DEPLOYMENT_TRANSITIONS, initial: string = INITIAL_DEPLOYMENT_STATE): void {
  const unknown = new Set([...Object.values(table).flat(), initial].filter((state) => !Object.hasOwn(table, state)));
  const reached = new Set<string>([initial]);
  for (const state of reached) for (const next of table[state] ?? []) reached.add(next);
  const unreachable = Object.keys(table).filter((state) => !reached.has(state));
  const faults = [
    ...(unknown.size > 0 ? [`unknown states: ${[...unknown].join(', ')}`] : []),
    ...(unreachable.length > 0 ? [`unreachable states: ${unreachable.join(', ')}`] : []),
  ];
  if (faults.length > 0) throw new Error(`The transition table of deployments is broken: ${faults.join('; ')}`);
}
