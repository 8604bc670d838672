/**
 * Settings of a Postgres session by which the server itself notices that its client is lost (a host without power, a frozen process), and gives
 * back the locks that the client held. Without them it waits for hours: two, by Linux's default.
 */

/**
 * Milliseconds that a transaction may wait for its client's next statement. Nothing is done between two statements but what takes some
 * milliseconds; a process that is stopped, or whose way here is gone, must not keep the relay's lock or a model's for longer.
 */
export const IDLE_IN_TRANSACTION_MS = 3_000;

/** For the startup option `options`: a silent peer is asked after 10 s, and given up after 25. Systems without one of these leave it out. */
export const SERVER_KEEPALIVES = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';
