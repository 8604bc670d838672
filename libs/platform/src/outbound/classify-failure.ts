import { OutboundError, type OutboundErrorClass, type OutboundErrorDetails } from './outbound-error.js';

const BY_CODE: Readonly<Record<string, OutboundErrorClass>> = {
  ECONNREFUSED: 'connect_refused',
  EHOSTUNREACH: 'connect_refused',
  ENETUNREACH: 'connect_refused',
  EHOSTDOWN: 'connect_refused',
  EADDRNOTAVAIL: 'connect_refused',
  EACCES: 'connect_refused',
  EPERM: 'connect_refused',
  ETIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'body_timeout',
  EPROTO: 'tls',
};

/** OpenSSL's verification results and Node's own TLS errors, as `error.code` spells them. */
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|ERROR_IN_CERT)/;

/** Turns whatever undici, Node or the connector failed with into one `OutboundError`; what is known from before is kept. */
export function classifyFailure(error: unknown, details: OutboundErrorDetails): OutboundError {
  if (error instanceof OutboundError) {
    return new OutboundError(error.errorClass, error.message, { ...details, resolvedIp: error.resolvedIp ?? details.resolvedIp ?? null });
  }
  const message = messageOf(error);
  return new OutboundError(classOf(error, message), message, {
    ...details,
    resolvedIp: details.resolvedIp ?? stringField(error, 'address') ?? stringField(firstOf(error), 'address'),
    cause: error,
  });
}

function classOf(error: unknown, message: string): OutboundErrorClass {
  const code = stringField(error, 'code') ?? stringField(firstOf(error), 'code') ?? '';
  // Node reports a handshake that the other side broke off as a plain ECONNRESET.
  if (code === 'ECONNRESET' && message.includes('secure TLS connection')) return 'tls';
  if (TLS_CODE.test(code)) return 'tls';
  if (code.startsWith('EAI_')) return 'dns';
  return BY_CODE[code] ?? 'protocol';
}

/** Node's `AggregateError` of several addresses has an empty message: the first attempt's speaks for all. */
function messageOf(error: unknown): string {
  const own = error instanceof Error ? error.message : String(error);
  if (own !== '') return own;
  const first = firstOf(error);
  return first instanceof Error && first.message !== '' ? first.message : 'the request failed';
}

function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? error.errors[0] : undefined;
}

function stringField(value: unknown, name: 'code' | 'address'): string | null {
  if (typeof value !== 'object' || value === null || !(name in value)) return null;
  const field: unknown = Reflect.get(value, name);
  return typeof field === 'string' ? field : null;
}
