/** Milliseconds for one attempt in all (Standard Webhooks 1.0: 15 to 30 s). */
export const SEND_DEADLINE_MS = 15_000;
/** After the deadline there is time to start what was claimed ahead and to store the result before another process may claim again. */
export const LEASE_MS = SEND_DEADLINE_MS + 10_000;
/**
 * For so long nobody else starts deliveries after a claim, if its process dies or is stopped before it gives that up: all that comes for the
 * endpoint waits for it. Two seconds longer than what may start on it, in which what was started is leased (a statement's limit).
 */
export const DRAIN_LEASE_MS = 3_000;
/** So long after its last claim a drain leases what it has under way and lets the endpoint go, whatever else it is busy with: in time for a slow statement. */
export const LET_GO_AFTER_MS = 1_000;
/** A drain that ends tries for so long to let the endpoint go, and so soon again: the database may be away, and a hold that was forgotten lasts 3 s. */
export const LET_GO_WITHIN_MS = 8_000;
export const LET_GO_AGAIN_MS = 100;

/**
 * A drain with nothing to do stays for so long: where events keep coming the relay wakes it directly, and no job is needed for each. Jobs are
 * what a queue on Postgres has the least of (about 900 a second).
 */
export const LINGER_MS = 200;
/**
 * After so long without anything to start it lets other processes start the endpoint's deliveries. Their jobs are turned away until then, so
 * this bounds what a second process may add to a delivery's latency; without it each event would cost two statements more.
 */
export const RELEASE_AFTER_MS = 15;
/** A claim for fewer than this waits a moment for more room, while others are under way: each claim is a statement. */
export const WORTH_A_CLAIM = 16;
export const GATHER_MS = 3;
