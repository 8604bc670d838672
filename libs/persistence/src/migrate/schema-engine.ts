import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/** Prisma's schema engine, in the form that needs no download: WebAssembly over our own connection. */
export type SchemaEngine = bindings.SchemaEngine;

export interface SchemaEngineOptions {
  readonly databaseUrl: string;
  /** Sent with the script that it belongs to, in the same transaction; see `migrate`. */
  readonly completeScript?: (script: string) => string;
}

/** The engine asks for a data model before it does anything; for work on the database alone one without models is enough. */
const EMPTY_MODEL = 'datasource db {\n  provider = "postgresql"\n}\n';

/** What we use of WebAssembly's interface, which TypeScript knows from the browser's library only. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: { readonly exports: Record<string, unknown> } }>;
};

/** An open engine. */
export interface OpenSchemaEngine {
  readonly engine: SchemaEngine;
  /** What the database said about the script that failed last: the engine's own error has only its call stack. */
  readonly scriptError: () => unknown;
  readonly close: () => Promise<void>;
}

let loaded: Promise<void> | undefined;

/**
 * Opens the engine on a database; call `close` when done. The interface of `@prisma/schema-engine-wasm` is not documented: this file is the
 * only one that knows it, its version is pinned and `migrate.spec.ts` covers what we use.
 */
export async function openSchemaEngine(options: SchemaEngineOptions): Promise<OpenSchemaEngine> {
  await (loaded ??= load());
  const opened: SqlDriverAdapter[] = [];
  let failure: unknown;
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(options, opened, (error) => (failure = error)));
  const engine = await bindings.SchemaEngine.new({ datamodels: [['schema.prisma', EMPTY_MODEL]] }, () => undefined, factory);
  return {
    engine,
    scriptError: () => failure,
    close: async () => {
      engine.free();
      await Promise.all(opened.map((adapter) => adapter.dispose()));
    },
  };
}

async function load(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), { './schema_engine_bg.js': { ...bindings } });
  const { __wbg_set_wasm: setWasm } = bindings as typeof bindings & { __wbg_set_wasm: (exports: Record<string, unknown>) => void };
  setWasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
}

/**
 * Prisma's own adapter, but for two things. It splits a script at every semicolon, which tears functions and triggers apart: here a script
 * goes to the server whole, as `prisma migrate deploy` sends it, and so applies wholly or not at all. And its shadow database is the main
 * one when the connection is given as an address (`connectionString` wins over `database`): here it is a database of its own.
 */
function adapterFactory(
  options: SchemaEngineOptions,
  opened: SqlDriverAdapter[],
  onScriptError: (error: unknown) => void,
): SqlMigrationAwareDriverAdapterFactory {
  const connect = async (connectionString: string): Promise<SqlDriverAdapter> => {
    const pool = new pg.Pool({ connectionString, max: 2, application_name: 'slipway-migrate' });
    pool.on('error', () => undefined);
    const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
    adapter.executeScript = async (script) => {
      try {
        await pool.query(options.completeScript?.(script) ?? script);
      } catch (error) {
        onScriptError(error);
        throw error;
      }
    };
    opened.push(adapter);
    return adapter;
  };
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(options.databaseUrl),
    connectToShadowDb: async () => {
      const name = `slipway_shadow_${globalThis.crypto.randomUUID().replaceAll('-', '')}`;
      const main = await connect(options.databaseUrl);
      await main.executeScript(`CREATE DATABASE ${name}`);
      const url = new URL(options.databaseUrl);
      url.pathname = `/${name}`;
      const shadow = await connect(url.href);
      const dispose = shadow.dispose.bind(shadow);
      let disposed: Promise<void> | undefined;
      shadow.dispose = () =>
        (disposed ??= (async () => {
          await dispose();
          await main.executeScript(`DROP DATABASE IF EXISTS ${name}`);
        })());
      return shadow;
    },
  };
}
