/** Why a request to the outside did not end with an answer. One word per cause, so that logs, delivery rows and retry rules can tell them apart. */
export type OutboundErrorClass =
  /** Not a URL that may be called: scheme, user info, port, malformed. */
  | 'invalid_url'
  /** The name or address leads to a place that Slipway must not reach. */
  | 'blocked_address'
  /** The name does not resolve. */
  | 'dns'
  /** Nothing listens there, or no route leads there. */
  | 'connect_refused'
  /** No connection came about in time. */
  | 'connect_timeout'
  /** The TLS handshake failed, or the certificate is not to be trusted. */
  | 'tls'
  /** Connected, but no answer within the deadline. */
  | 'timeout'
  /** The answer began, but was not complete within the deadline (silence or dripping). */
  | 'body_timeout'
  /** The other side broke the connection off. */
  | 'reset'
  /** The answer is longer than the caller takes. */
  | 'too_large'
  /** The answer is not HTTP, or the proxy refused. */
  | 'protocol'
  /** The caller gave up (its own signal). */
  | 'aborted';

/** What was known when the request failed. */
export interface OutboundErrorDetails {
  /** The status, if the answer's head had arrived before the failure. */
  readonly status?: number | null;
  /** The answer's headers, under the same condition. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The address that was connected to or tried, where it is known. */
  readonly resolvedIp?: string | null;
  readonly durationMs?: number;
  readonly cause?: unknown;
}

/** The only error that outbound requests end with. `message` is fit for an operator's eyes: it names addresses, never a header or body. */
export class OutboundError extends Error {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly resolvedIp: string | null;
  readonly durationMs: number;

  constructor(
    readonly errorClass: OutboundErrorClass,
    message: string,
    details: OutboundErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'OutboundError';
    this.status = details.status ?? null;
    this.headers = details.headers ?? {};
    this.resolvedIp = details.resolvedIp ?? null;
    this.durationMs = details.durationMs ?? 0;
  }
}
