/**
 * Settings of a Postgres session by which the server itself notices that its client is lost (a host without power, a frozen process), and gives
 * back the locks that the client held. Without them it waits for hours: two, by Linux's default.
 */

/**
 * Milliseconds that a transaction may wait for its client's next statement. Between two statements nothing is done but what takes milliseconds,
 * or seconds on a machine that is hopelessly overloaded; a process that is stopped, or whose way here is gone, must not keep a model's lock for
 * longer.
 */
export const IDLE_IN_TRANSACTION_MS = 5_000;

/** The same for a process that boots: it compiles its first statements within its first transaction. */
export const IDLE_AT_BOOT_MS = 30_000;

/** For the startup option `options`: a silent peer is asked after 10 s, and given up after 25. Systems without one of these leave it out. */
export const SERVER_KEEPALIVES = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';
