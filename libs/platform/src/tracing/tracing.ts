import { currentRequestContext, runWithRequestContext } from '../logging/request-context.js';
import type { Span, SpanAttributes, SpanOptions, Tracer } from './tracer.js';

let active: Tracer | null = null;

/** The tracer of this process; null where traces are off, which is the default: then nothing of them costs anything. */
export function tracer(): Tracer | null {
  return active;
}

/** Sets or removes the tracer of this process. */
export function useTracer(next: Tracer | null): void {
  active = next;
}

/** The span that the running work belongs to. */
export function currentSpan(): Span | undefined {
  return active === null ? undefined : currentRequestContext()?.span;
}

/** The W3C `traceparent` of the running work, to be stored with what it causes; null where it is not traced. */
export function currentTraceparent(): string | null {
  return currentSpan()?.traceparent ?? null;
}

/**
 * Runs `work` as a step of what is traced now. Work that belongs to no trace (sweeps, polls) begins none.
 * @throws what `work` throws; the span is marked as failed.
 */
export function asStep<T>(name: string, options: Omit<SpanOptions, 'parent'>, work: () => T): T {
  const parent = currentSpan();
  return active === null || parent === undefined ? work() : within(active.start(name, { ...options, parent: parent.traceparent }), work);
}

/** Runs `work` as the continuation of a trace that another process began, or, without one, as the beginning of a trace. */
export function continuing<T>(name: string, options: SpanOptions, work: () => T): T {
  return active === null ? work() : within(active.start(name, options), work);
}

/** Notes a step that has ended by now, such as one statement that served many traces. @returns its `traceparent`, for what follows from it. */
export function noteStep(name: string, parent: string | null | undefined, startedAt: number, attributes: SpanAttributes): string | null {
  if (active === null || parent === null || parent === undefined) return null;
  const span = active.start(name, { parent, startedAt, attributes });
  span.end();
  return span.traceparent;
}

function within<T>(span: Span, work: () => T): T {
  const run = (): T => runWithRequestContext({ ...currentRequestContext(), span }, work);
  let result: T;
  try {
    result = run();
  } catch (error) {
    span.fail(messageOf(error));
    span.end();
    throw error;
  }
  if (!(result instanceof Promise)) {
    span.end();
    return result;
  }
  // A second branch of the promise, which settles nothing for the caller.
  result.then(
    () => span.end(),
    (error: unknown) => {
      span.fail(messageOf(error));
      span.end();
    },
  );
  return result;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
