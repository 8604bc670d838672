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

/**
 * The same for a worker. Its transactions are short, and whoever waits for a model that a stopped worker holds waits so long; one that was ended
 * for this is tried again at its next turn.
 */
export const IDLE_IN_WORKER_MS = 2_000;

/** The same for a process that boots: it compiles its first statements within its first transaction. */
export const IDLE_AT_BOOT_MS = 30_000;

/**
 * For the startup option `options`: a silent peer is asked after 5 s, and given up after 11, because until then its sessions count against
 * `max_connections` beside those by which its process has replaced them. Systems without one of these settings leave it out.
 */
export const SERVER_KEEPALIVES = '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3';

/**
 * The same where something on the way answers for a peer that is lost (a proxy, a pooler in session mode): a pool ends what is idle for 5 s
 * itself, so what is idle for longer has no owner. Not for sessions that listen.
 */
export const SERVER_IDLE_LIMIT = '-c idle_session_timeout=10000';
