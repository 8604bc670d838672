import type pg from 'pg';
import { asStep, tracer } from '#platform/tracing/tracing';

/** Longer texts are cut; values never stand in them. */
const MAX_TEXT = 2_000;

/**
 * Makes a step of each statement that runs on this pool for something that is traced: its text, never its values. Does nothing where traces are
 * off when the pool is made.
 */
export function traceStatements(pool: pg.Pool): void {
  if (tracer() === null) return;
  const query: unknown = Reflect.get(pool, 'query');
  Reflect.set(pool, 'query', traced(query, pool));
  const connect: unknown = Reflect.get(pool, 'connect');
  // With a callback it is the pool's own, for a statement that has its step already.
  Reflect.set(pool, 'connect', (...args: unknown[]): unknown => {
    const client: unknown = call(connect, pool, args);
    return client instanceof Promise && args.length === 0 ? client.then((one: unknown) => lent(one)) : client;
  });
}

/** A client for a transaction, traced until it is given back. */
function lent(client: unknown): unknown {
  if (typeof client !== 'object' || client === null) return client;
  const query: unknown = Reflect.get(client, 'query');
  const release: unknown = Reflect.get(client, 'release');
  Reflect.set(client, 'query', traced(query, client));
  Reflect.set(client, 'release', (...args: unknown[]): unknown => {
    Reflect.deleteProperty(client, 'query');
    return call(release, client, args);
  });
  return client;
}

function traced(query: unknown, owner: object): (...args: unknown[]) => unknown {
  return (...args) => {
    const text = textOf(args[0]);
    const run = (): unknown => call(query, owner, args);
    if (text === undefined || typeof args.at(-1) === 'function') return run();
    const attributes = {
      'db.system.name': 'postgresql',
      'db.operation.name': operationOf(text),
      'db.query.text': text.slice(0, MAX_TEXT),
    };
    return asStep(nameOf(text), { kind: 'client', attributes }, run);
  };
}

function call(method: unknown, owner: object, args: unknown[]): unknown {
  if (typeof method !== 'function') throw new TypeError('pg has no such method');
  return Reflect.apply(method, owner, args);
}

function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement;
  if (typeof statement !== 'object' || statement === null) return undefined;
  const text: unknown = Reflect.get(statement, 'text');
  return typeof text === 'string' ? text : undefined;
}

function operationOf(text: string): string {
  return /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'SQL';
}

/** `SELECT slipway_apply_promotion`, `UPDATE delivery`: few names, whatever the values. */
function nameOf(text: string): string {
  const target = /\b(slipway_\w+)\s*\(/.exec(text)?.[1] ?? /\b(?:FROM|INTO|UPDATE)\s+(?:"\w+"\.)?"?([a-z_]\w*)"?/.exec(text)?.[1];
  return target === undefined ? operationOf(text) : `${operationOf(text)} ${target}`;
}
