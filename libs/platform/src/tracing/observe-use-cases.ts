import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { noteSubject } from '../logging/request-context.js';
import { asStep, currentSpan } from './tracing.js';

/**
 * Makes a step of each use case that runs for something that is traced, and notes the promotion that it turns out to be about, for log lines and
 * spans. A use case is a provider with a method `execute`. Call it once, before the application serves.
 */
export function observeUseCases(app: INestApplicationContext): void {
  const instances = new Set<unknown>();
  for (const module of app.get(ModulesContainer).values())
    for (const provider of module.providers.values()) instances.add(provider.instance);
  for (const instance of instances) if (typeof instance === 'object' && instance !== null) observe(instance);
}

function observe(instance: object): void {
  const prototype: unknown = Reflect.getPrototypeOf(instance);
  const execute: unknown = typeof prototype === 'object' && prototype !== null ? Reflect.get(prototype, 'execute') : undefined;
  if (typeof execute !== 'function') return;
  const { name } = instance.constructor;
  Reflect.set(instance, 'execute', (...args: unknown[]): unknown =>
    asStep(name, {}, () => {
      const result: unknown = Reflect.apply(execute, instance, args);
      return result instanceof Promise ? result.then(noted) : result;
    }),
  );
}

function noted(result: unknown): unknown {
  const promotionId: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'promotionId') : undefined;
  if (typeof promotionId === 'string') {
    noteSubject(promotionId);
    currentSpan()?.set({ 'slipway.promotion_id': promotionId });
  }
  return result;
}
