import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '../tracing/tracer.js';

/** What the work turns out to be about; shared by all that is done for one request or job, and filled in as soon as it is known. */
export interface Subject {
  promotionId?: string;
}

/** What every log line written while serving one request, or running one job, carries. */
export interface RequestContext {
  readonly requestId?: string | null;
  readonly subject?: Subject;
  /** The span that the work belongs to; only where traces are on. */
  readonly span?: Span | undefined;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and everything that it starts, with this context. */
export function runWithRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the request or job that is being served, if any. */
export function currentRequestContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Says what the request or job that is being served is about, for the log lines and spans that follow. */
export function noteSubject(promotionId: string): void {
  const context = storage.getStore();
  if (context?.subject !== undefined) context.subject.promotionId = promotionId;
}
