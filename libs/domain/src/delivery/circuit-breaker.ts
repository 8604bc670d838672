import { fraction } from './fraction.js';

/** Failures in a row that open the circuit (docs/reference/webhooks.md, Retries). */
export const OPEN_AFTER = 5;
/** First and longest wait between probes. */
export const FIRST_PROBE_MS = 5_000;
export const LAST_PROBE_MS = 60_000;
/** Each wait is shorter by up to this part of it: endpoints that failed in the same moment are not probed as one wave, which would hold up others. */
export const SOONER = 0.2;

/** The circuit of one endpoint: closed while `openUntil` is null. */
export interface Circuit {
  readonly failuresInRow: number;
  /** While open: when the next probe may start. */
  readonly openUntil: Date | null;
  /** Probes started since it opened. */
  readonly probes: number;
}

export const CLOSED_CIRCUIT: Circuit = { failuresInRow: 0, openUntil: null, probes: 0 };

/** What a sender may do now: send all that is due, send one as a probe, or nothing. */
export function circuitAllows(circuit: Circuit, now: Date): 'send' | 'probe' | 'wait' {
  if (circuit.openUntil === null) return 'send';
  return circuit.openUntil.getTime() <= now.getTime() ? 'probe' : 'wait';
}

/** After a probe was claimed: nobody else probes before the next wait is over; waits double from 5 s to 60 s. */
export function probeStarted(circuit: Circuit, endpointId: string, now: Date): Circuit {
  const probes = circuit.probes + 1;
  return { ...circuit, probes, openUntil: new Date(now.getTime() + probeWait(endpointId, probes)) };
}

/** After an attempt that failed. The fifth in a row opens the circuit; attempts that were under way while it was open do not move the next probe. */
export function circuitFailed(circuit: Circuit, endpointId: string, now: Date): Circuit {
  const failuresInRow = circuit.failuresInRow + 1;
  if (circuit.openUntil !== null || failuresInRow < OPEN_AFTER) return { ...circuit, failuresInRow };
  return { failuresInRow, openUntil: new Date(now.getTime() + probeWait(endpointId, 0)), probes: 0 };
}

/** After an attempt that succeeded: closed. `retryNow` says that it was open, so everything that is failing at this endpoint is due at once. */
export function circuitSucceeded(circuit: Circuit): { readonly circuit: Circuit; readonly retryNow: boolean } {
  return { circuit: CLOSED_CIRCUIT, retryNow: circuit.openUntil !== null };
}

function probeWait(endpointId: string, probes: number): number {
  // The exponent is bounded, because 2 ** 1100 is Infinity and the product no number that a Date takes.
  const wait = Math.min(FIRST_PROBE_MS * 2 ** Math.min(probes, 10), LAST_PROBE_MS);
  return Math.round(wait * (1 - SOONER * fraction(`${probes}:${endpointId}`)));
}
