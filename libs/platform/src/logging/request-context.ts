import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line written while serving one request, or running one job, carries. */
export interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and everything that it starts, with this context. */
export function runWithRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** Makes this the context of the rest of the current asynchronous call, for hooks that have no function to wrap (fastify's `onRequest`). */
export function enterRequestContext(context: RequestContext): void {
  storage.enterWith(context);
}

/** The context of the request or job that is being served, if any. */
export function currentRequestContext(): RequestContext | undefined {
  return storage.getStore();
}
