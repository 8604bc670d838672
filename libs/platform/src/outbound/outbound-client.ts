import { isIP } from 'node:net';
import { Agent, Client, Pool, ProxyAgent, type Dispatcher } from 'undici';
import type { AddressPolicy } from './address-policy.js';
import { bypassesProxy } from './bypasses-proxy.js';
import { classifyFailure } from './classify-failure.js';
import { Exchange, type ExchangeDispatchOptions, type OutboundResponse } from './exchange.js';
import { parseTarget, type OutboundTarget } from './outbound-target.js';
import { createStrictConnector, refusalOf, resolveJudged, systemResolver, type Peer, type Resolve } from './strict-connector.js';

/** The part of an answer that a webhook attempt keeps (webhook deliveries store the first 16 KB). */
const DEFAULT_MAX_BYTES = 16 * 1024;

/** URLs whose parsed form is kept. Far more than one process talks to at a time; a bound, because users choose them. */
const MAX_CACHED_TARGETS = 2_000;

export interface OutboundClientOptions {
  readonly policy: AddressPolicy;
  /** The system's resolver by default; tests inject rebinding and mixed answers. */
  readonly resolve?: Resolve;
  /**
   * Sockets per origin (1,024): a net, not a share. Who may send how much at once is decided before (send slots, per endpoint); were it decided
   * here, one endpoint that hangs would hold back all others behind the same host.
   */
  readonly connectionsPerOrigin?: number;
  /** Milliseconds for DNS, TCP and TLS together (10 000; undici counts in steps of about a second, the total deadline is exact). */
  readonly connectTimeoutMs?: number;
  /** Age in milliseconds at which a kept-alive connection is no longer used (60 000), so that a changed DNS record is seen. */
  readonly connectionTtlMs?: number;
  /** `HTTPS_PROXY`: https requests tunnel through it; http ones (allow-listed addresses only) go straight. */
  readonly httpsProxy?: string;
  /** `NO_PROXY`, see `bypassesProxy`. */
  readonly noProxy?: string;
  /** Root certificates (PEM) in place of the default ones; `NODE_EXTRA_CA_CERTS` is obeyed by Node without it. */
  readonly ca?: string;
}

export interface OutboundRequest {
  readonly url: string;
  readonly method: Dispatcher.HttpMethod;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array | null;
  /** Milliseconds for everything: queueing, DNS, connection, headers, body. */
  readonly deadlineMs: number;
  readonly maxBytes?: number;
  readonly overflow?: 'truncate' | 'fail';
  readonly signal?: AbortSignal;
}

/**
 * HTTP to addresses that users choose, without becoming their tool: every address is judged (see `createStrictConnector`), redirects are not
 * followed, one deadline covers all, and no more of an answer is read than asked for. Keep-alive pools per origin, bounded.
 *
 * Behind a proxy the address filter sees IP literals only: names are resolved by the proxy, which then has to keep private addresses out
 * (an egress policy); `resolvedIp` is null and `publicAddress` false there.
 */
export class OutboundClient {
  readonly #options: OutboundClientOptions;
  readonly #resolve: Resolve;
  readonly #direct: Agent;
  readonly #proxy: ProxyAgent | null;
  readonly #targets = new Map<string, OutboundTarget & { readonly dispatcher: Dispatcher }>();

  constructor(options: OutboundClientOptions) {
    this.#options = options;
    this.#resolve = options.resolve ?? systemResolver();
    this.#direct = new Agent({ ...this.#limits(), factory: (origin) => this.#pool(String(origin)) });
    this.#proxy = options.httpsProxy
      ? new ProxyAgent({ uri: options.httpsProxy, ...this.#limits(), ...(options.ca ? { requestTls: { ca: options.ca } } : {}) })
      : null;
  }

  /** Refuses one more port of ours on addresses that are not public, from now on. */
  denyPort(port: number): void {
    this.#options.policy.denyPort(port);
  }

  /**
   * Sends one request and reads its answer, whatever the status.
   * @throws OutboundError (as rejection) when no whole answer came about; its `status` is set if the head had arrived.
   */
  request(input: OutboundRequest): Promise<OutboundResponse> {
    return new Promise((resolve, reject) => {
      const target = this.#target(input.url);
      const exchange = new Exchange(
        {
          deadlineMs: input.deadlineMs,
          maxBytes: input.maxBytes ?? DEFAULT_MAX_BYTES,
          overflow: input.overflow ?? 'truncate',
          signal: input.signal ?? null,
        },
        resolve,
        reject,
      );
      if (exchange.settled) return;
      const options: ExchangeDispatchOptions = {
        origin: target.origin,
        path: target.path,
        method: input.method,
        headers: input.headers ?? {},
        body: input.body ?? null,
        exchange,
      };
      target.dispatcher.dispatch(options, exchange);
    });
  }

  /**
   * Judges a URL without calling it: form, literal address, and (unless a proxy resolves the name) every address of its name. For the moment
   * when a URL is configured; each request judges again.
   * @throws OutboundError `invalid_url`, `blocked_address`, `dns`
   */
  async check(url: string): Promise<void> {
    const target = this.#target(url);
    if (target.dispatcher === this.#proxy || isIP(target.hostname) !== 0) return;
    try {
      await resolveJudged(target.hostname, {
        policy: this.#options.policy,
        resolve: this.#resolve,
        port: target.port,
        secure: target.secure,
      });
    } catch (error) {
      throw classifyFailure(error, {});
    }
  }

  /** Lets running requests end, takes no new ones, closes all connections. */
  async close(): Promise<void> {
    await Promise.all([this.#direct.close(), this.#proxy?.close()]);
  }

  /** Breaks everything off at once. */
  async destroy(): Promise<void> {
    await Promise.all([this.#direct.destroy(), this.#proxy?.destroy()]);
  }

  #target(url: string): OutboundTarget & { readonly dispatcher: Dispatcher } {
    const known = this.#targets.get(url);
    if (known) return known;
    const target = parseTarget(url);
    const { policy, noProxy } = this.#options;
    const refusal = isIP(target.hostname) === 0 ? null : refusalOf(policy, target.hostname, target.port, target.secure);
    if (refusal) throw refusal;
    const proxy = target.secure && !bypassesProxy(noProxy ?? '', target.hostname, target.port) ? this.#proxy : null;
    const entry = { ...target, dispatcher: proxy ?? this.#direct };
    const oldest = this.#targets.size >= MAX_CACHED_TARGETS ? this.#targets.keys().next().value : undefined;
    if (oldest !== undefined) this.#targets.delete(oldest);
    this.#targets.set(url, entry);
    return entry;
  }

  #pool(origin: string): Pool {
    const { port, secure } = parseTarget(origin);
    const { policy, ca } = this.#options;
    const connect = createStrictConnector({
      policy,
      resolve: this.#resolve,
      port,
      secure,
      connectTimeoutMs: this.#options.connectTimeoutMs ?? 10_000,
      ...(ca === undefined ? {} : { ca }),
    });
    const ttl = this.#options.connectionTtlMs ?? 60_000;
    return new Pool(origin, {
      ...this.#limits(),
      factory: (url, clientOptions) => {
        const peer: Peer = { address: null, isPublic: false, connectedAt: 0 };
        return new PeerClient(url, { ...clientOptions, connect: (to, callback) => connect(to, peer, callback) }, peer, ttl);
      },
    });
  }

  #limits(): Pool.Options {
    // undici's own timeouts count silence, not time, in steps of a second: the exchange's deadline replaces them.
    return { connections: this.#options.connectionsPerOrigin ?? 1_024, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  }
}

/** One connection that tells the exchange it carries which address stands at its other end, and that does not grow older than its time. */
class PeerClient extends Client {
  constructor(
    url: URL,
    options: Client.Options,
    private readonly peer: Peer,
    private readonly ttlMs: number,
  ) {
    super(url, options);
  }

  override dispatch(options: ExchangeDispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    options.exchange.peer = this.peer;
    // The last request of an old connection closes it. (The pool's own `clientTtl` was tried: under load it strands queued requests.)
    const old = this.peer.address !== null && performance.now() - this.peer.connectedAt > this.ttlMs;
    return super.dispatch(old ? { ...options, reset: true } : options, handler);
  }
}
