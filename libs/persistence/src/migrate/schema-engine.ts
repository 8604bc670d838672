import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { endWhenSilent } from '#platform/postgres/end-when-silent';
import { BOOT_CONNECT_MS } from '../installation/connect-at-boot.js';
import { withoutLimit } from './run-gently.js';

/** Prisma's schema engine, in the form that needs no download: WebAssembly over our own connection. */
export type SchemaEngine = bindings.SchemaEngine;

export interface SchemaEngineOptions {
  readonly databaseUrl: string;
  /** Runs a script instead of sending it as it is; see `migrate`. */
  readonly runScript?: (pool: pg.Pool, script: string) => Promise<void>;
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

/** The engine's own questions read the whole catalog at most. */
const ENGINE_ANSWER_MS = 60_000;

/** Type numbers of PostgreSQL's pg_type.dat. */
const CATALOG_CHAR = 18;
const BPCHAR = 1042;

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
  // Where the engine leaves its last words before it stops working; without it even those are lost.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`schema engine: ${message}\n`) },
  });
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
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
    const pool = new pg.Pool({
      connectionString,
      max: 2,
      application_name: 'slipway-migrate',
      keepAlive: true,
      connectionTimeoutMillis: BOOT_CONNECT_MS,
      // What the engine itself asks; scripts take as long as they take (`run-gently.ts`).
      query_timeout: ENGINE_ANSWER_MS,
    });
    pool.on('connect', endWhenSilent);
    pool.on('error', () => undefined);
    const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
    readCatalogChars(pool, adapter);
    adapter.executeScript = async (script) => {
      try {
        if (options.runScript === undefined) await pool.query(withoutLimit(script));
        else await options.runScript(pool, script);
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

/**
 * The engine reads catalog columns of the type "char" (pg_constraint and others), which Prisma's adapter refuses. They pass it as `bpchar`,
 * whose text looks the same, and are announced to the engine as what it expects, a character.
 */
function readCatalogChars(pool: pg.Pool, adapter: SqlDriverAdapter): void {
  const charColumns = new WeakMap<unknown[][], number[]>();
  const send: (query: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult> = pool.query.bind(pool);
  const query = async (text: pg.QueryArrayConfig): Promise<pg.QueryArrayResult> => {
    const result = await send(text);
    // A script of several statements has a list of results instead, which nobody reads.
    if (Array.isArray(result)) return result;
    const found = result.fields.flatMap((field, index) => (field.dataTypeID === CATALOG_CHAR ? [index] : []));
    for (const index of found) Object.assign(result.fields[index] ?? {}, { dataTypeID: BPCHAR });
    charColumns.set(result.rows, found);
    return result;
  };
  Object.assign(pool, { query });
  const read = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (params) => {
    const set = await read(params);
    for (const index of charColumns.get(set.rows) ?? []) set.columnTypes[index] = ColumnTypeEnum.Character;
    return set;
  };
}
