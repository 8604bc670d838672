/** What a span says beside its name; undefined members are left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** How a span begins. */
export interface SpanOptions {
  /** `server`: work for a caller; `client`: waiting for somebody else; default: neither. */
  readonly kind?: 'internal' | 'server' | 'client';
  readonly attributes?: SpanAttributes;
  /** W3C `traceparent` that it continues; null or malformed: a trace of its own. */
  readonly parent: string | null;
  /** Milliseconds of the epoch, where it began before now. */
  readonly startedAt?: number;
}

/** One stretch of work in a trace. */
export interface Span {
  readonly traceId: string;
  /** For whoever continues the trace: another process, a receiver. */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  /** Marks it as failed. */
  fail(message: string): void;
  end(): void;
}

/** Makes spans and sends them off behind the work; nothing here throws, waits or slows whoever is traced. */
export interface Tracer {
  start(name: string, options: SpanOptions): Span;
  /** Sends what is left, for at most some seconds. */
  close(): Promise<void>;
}
