import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.js';
import { OutboundError } from './outbound-error.js';

/** All addresses of a name; the system's resolver by default. Rejections carry the resolver's `code` (`ENOTFOUND`, `EAI_AGAIN`). */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** The address behind a connection, once it stands and was judged. */
export interface Peer {
  address: string | null;
  isPublic: boolean;
  /** By the monotonic clock, milliseconds. */
  connectedAt: number;
}

export interface StrictConnectorOptions {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  readonly port: number;
  readonly secure: boolean;
  readonly connectTimeoutMs: number;
  /** Root certificates (PEM) in place of the default ones. */
  readonly ca?: string;
}

/** Connects one socket of one origin, or fails with an `OutboundError`, or with Node's own error of the connection. */
export type StrictConnector = (options: buildConnector.Options, peer: Peer, callback: buildConnector.Callback) => void;

/**
 * A connector for one origin that reaches no address which the policy did not pass. Judging names alone is not enough, since Node skips the
 * lookup for IP literals; judging before the connection alone is not enough, since a second resolution may answer differently. So: literals
 * are judged first; a name is resolved once, all its addresses are judged, one bad one refuses all, and the socket goes to a judged one; the
 * socket's remote address is judged again.
 */
export function createStrictConnector(options: StrictConnectorOptions): StrictConnector {
  const { policy, port, secure } = options;
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    autoSelectFamily: true,
    lookup: judgingLookup(options),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });

  return (target, peer, callback) => {
    const refusal = isIP(target.hostname) === 0 ? null : refusalOf(policy, target.hostname, port, secure);
    if (refusal) {
      callback(refusal, null);
      return;
    }
    connect(target, (error, socket) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      const verdict = policy.judge(socket.remoteAddress ?? '', port, secure);
      if (!verdict.allowed) {
        socket.on('error', () => undefined).destroy();
        callback(blocked(verdict.address, verdict.reason), null);
        return;
      }
      peer.address = verdict.address;
      peer.isPublic = verdict.isPublic;
      peer.connectedAt = performance.now();
      callback(null, socket);
    });
  };
}

/**
 * Resolves a name and judges every address of it.
 * @throws OutboundError `blocked_address` if a single one is bad, `dns` if there is none; else the resolver's own error.
 */
export async function resolveJudged(
  hostname: string,
  options: Pick<StrictConnectorOptions, 'policy' | 'resolve' | 'port' | 'secure'>,
): Promise<readonly LookupAddress[]> {
  const addresses = await options.resolve(hostname);
  if (addresses.length === 0) throw new OutboundError('dns', `${hostname} has no address`);
  for (const { address } of addresses) {
    const refusal = refusalOf(options.policy, address, options.port, options.secure, hostname);
    if (refusal) throw refusal;
  }
  return addresses;
}

/** The refusal for one address, or null where the policy lets it pass. */
export function refusalOf(policy: AddressPolicy, address: string, port: number, secure: boolean, hostname?: string): OutboundError | null {
  const verdict = policy.judge(address, port, secure);
  if (verdict.allowed) return null;
  return blocked(
    verdict.address,
    hostname === undefined ? verdict.reason : `${hostname} resolves to a place that is refused: ${verdict.reason}`,
  );
}

/**
 * The system's resolver (hosts file and search domains included). Questions for one name that overlap share one answer: a burst of new
 * connections must not fill libuv's four resolver threads.
 */
export function systemResolver(): Resolve {
  const open = new Map<string, Promise<readonly LookupAddress[]>>();
  return (hostname) => {
    const known = open.get(hostname);
    if (known) return known;
    const answer = new Promise<readonly LookupAddress[]>((resolve, reject) => {
      systemLookup(hostname, { all: true }, (error, addresses) => {
        open.delete(hostname);
        if (error) reject(error);
        else resolve(addresses);
      });
    });
    open.set(hostname, answer);
    return answer;
  };
}

function judgingLookup(options: StrictConnectorOptions): LookupFunction {
  return (hostname, wanted, callback) => {
    resolveJudged(hostname, options).then(
      (addresses) => {
        const [first] = addresses;
        if (wanted.all) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''),
    );
  };
}

function blocked(address: string, reason: string): OutboundError {
  return new OutboundError('blocked_address', reason, { resolvedIp: address });
}
