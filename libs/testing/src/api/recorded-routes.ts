import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/**
 * Runs `start` and tells which routes the API that it started has: `METHOD /path` each, in order, as the router itself was told of them, so
 * that no route can hide, whichever way it was declared. HEAD, which Fastify adds to every GET, is left out.
 */
export async function recordingRoutes<T>(start: () => Promise<T>): Promise<{ readonly started: T; readonly routes: readonly string[] }> {
  const routes = new Set<string>();
  const watched = new WeakSet<FastifyInstance>();
  const original: (this: FastifyAdapter) => FastifyInstance = Reflect.get(FastifyAdapter.prototype, 'getInstance');
  Reflect.set(FastifyAdapter.prototype, 'getInstance', function getInstance(this: FastifyAdapter): FastifyInstance {
    const instance = original.call(this);
    if (!watched.has(instance)) {
      watched.add(instance);
      instance.addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) if (one !== 'HEAD') routes.add(`${one} ${url}`);
      });
    }
    return instance;
  });
  try {
    const started = await start();
    return { started, routes: [...routes].sort() };
  } finally {
    Reflect.set(FastifyAdapter.prototype, 'getInstance', original);
  }
}
