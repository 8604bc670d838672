import { OutboundError } from './outbound-error.js';

/** A URL taken apart once, so that a request to a known endpoint parses nothing. */
export interface OutboundTarget {
  readonly origin: string;
  /** Path and query; the fragment never leaves. */
  readonly path: string;
  /** Without brackets, as resolvers and `net.isIP` want it. */
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
}

/**
 * Takes a URL apart. The WHATWG parser turns odd IPv4 forms (hex, octal, one number) into dotted ones, so what is judged later is what is
 * connected to.
 * @throws OutboundError `invalid_url`
 */
export function parseTarget(text: string): OutboundTarget {
  if (!URL.canParse(text)) throw new OutboundError('invalid_url', 'the URL is malformed');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new OutboundError(
      'invalid_url',
      `the URL's scheme is ${url.protocol.slice(0, 20)}; only https: (and http: to allowed addresses) is taken`,
    );
  }
  if (url.username !== '' || url.password !== '') throw new OutboundError('invalid_url', 'the URL must not hold a user name or password');
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  // Port 0 is "any free port" to a listener and nothing to a caller.
  if (port === 0) throw new OutboundError('invalid_url', 'the URL has port 0');
  return { origin: url.origin, path: url.pathname + url.search, hostname: url.hostname.replace(/^\[|\]$/g, ''), port, secure };
}
