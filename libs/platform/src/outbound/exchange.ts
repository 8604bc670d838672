import type { Dispatcher } from 'undici';
import { classifyFailure } from './classify-failure.js';
import { OutboundError } from './outbound-error.js';
import type { Peer } from './strict-connector.js';

/** What came back. `body` holds at most the cap's bytes; `truncated` says whether there was more. */
export interface OutboundResponse {
  readonly status: number;
  /** Lower-case names; a header that came several times is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly truncated: boolean;
  /** The judged address that answered; null behind a proxy, where only the proxy knows it. */
  readonly resolvedIp: string | null;
  /** Whether that address is a public one; false behind a proxy, where it is not known. */
  readonly publicAddress: boolean;
  readonly durationMs: number;
}

export interface ExchangeOptions {
  readonly deadlineMs: number;
  readonly maxBytes: number;
  /** What to do with a longer answer: keep its beginning and break off, or fail with `too_large`. */
  readonly overflow: 'truncate' | 'fail';
  readonly signal: AbortSignal | null;
}

/** Dispatch options that let the connection tell the exchange who it is (see `PeerClient`). */
export interface ExchangeDispatchOptions extends Dispatcher.DispatchOptions {
  readonly exchange: Exchange;
}

/**
 * One request and its answer: gathers the body up to the cap, holds the one deadline over queueing, connecting, headers and body, and
 * settles exactly once. It is undici's handler itself (no stream, no abort signal per request), because that is what costs least.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Set by the connection that takes the request. */
  peer: Peer | null = null;

  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | null = null;
  #status: number | null = null;
  #headers: Readonly<Record<string, string>> = {};
  readonly #chunks: Uint8Array[] = [];
  #received = 0;
  #settled: Error | 'answered' | null = null;

  constructor(
    private readonly options: ExchangeOptions,
    private readonly resolve: (response: OutboundResponse) => void,
    private readonly reject: (error: OutboundError) => void,
  ) {
    this.#timer = setTimeout(() => this.#fail(this.#deadlineError()), options.deadlineMs);
    if (options.signal?.aborted) this.#onSignal();
    else options.signal?.addEventListener('abort', this.#onSignal, { once: true });
  }

  /** Whether the exchange has already ended (deadline or signal), so that nothing need be sent. */
  get settled(): boolean {
    return this.#settled !== null;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled instanceof Error) controller.abort(this.#settled);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = flatten(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#settled !== null) return;
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#received <= this.options.maxBytes) return;
    if (this.options.overflow === 'truncate') this.#answer();
    else this.#fail(new OutboundError('too_large', `the answer is longer than ${this.options.maxBytes} bytes`));
    this.#controller?.abort(new OutboundError('too_large', 'enough was read'));
  }

  onResponseEnd(): void {
    this.#answer();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  readonly #onSignal = (): void => this.#fail(new OutboundError('aborted', 'the request was given up'));

  #answer(): void {
    if (this.#settled !== null || this.#status === null) return;
    this.#settle('answered');
    const [first] = this.#chunks;
    const body = first === undefined ? NOTHING : this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.resolve({
      status: this.#status,
      headers: this.#headers,
      body: body.length > this.options.maxBytes ? body.subarray(0, this.options.maxBytes) : body,
      truncated: this.#received > this.options.maxBytes,
      resolvedIp: this.peer?.address ?? null,
      publicAddress: this.peer?.isPublic ?? false,
      durationMs: performance.now() - this.#started,
    });
  }

  #fail(error: unknown): void {
    if (this.#settled !== null) return;
    const failure = classifyFailure(error, {
      status: this.#status,
      headers: this.#headers,
      resolvedIp: this.peer?.address ?? null,
      durationMs: performance.now() - this.#started,
    });
    this.#settle(failure);
    this.#controller?.abort(failure);
    this.reject(failure);
  }

  #settle(how: Error | 'answered'): void {
    this.#settled = how;
    clearTimeout(this.#timer);
    this.options.signal?.removeEventListener('abort', this.#onSignal);
  }

  #deadlineError(): OutboundError {
    const within = `within ${this.options.deadlineMs} ms`;
    if (this.#status !== null) return new OutboundError('body_timeout', `the answer's body was not complete ${within}`);
    if (this.#controller !== null) return new OutboundError('timeout', `no answer ${within}`);
    if (this.peer !== null) return new OutboundError('connect_timeout', `no connection ${within}`);
    return new OutboundError('timeout', `no free connection ${within}`);
  }
}

const NOTHING = new Uint8Array(0);

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
