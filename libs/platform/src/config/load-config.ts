import { resolve } from 'node:path';
import { artifactsSchema, type ArtifactsConfig } from './artifacts-config.js';
import { careSchema, type CareConfig } from './care-config.js';
import { ConfigError } from './config-error.js';
import { databaseSchema, type DatabaseConfig } from './database-config.js';
import { httpSchema, type HttpConfig } from './http-config.js';
import { identitySchema, type IdentityConfig } from './identity-config.js';
import { auditKeyFile, encryptionKeyFile, loadOrCreateKeys, readKeys, type KeyTexts } from './load-or-create-keys.js';
import { loggingSchema, type LoggingConfig } from './logging-config.js';
import { outboundSchema, type OutboundConfig } from './outbound-config.js';
import { cleanEnv, parseArea, type CleanEnv } from './parse-area.js';
import { queueSchema, type QueueConfig } from './queue-config.js';
import { secretsSchema, type SecretsConfig } from './secrets-config.js';
import { tracingSchema, type TracingConfig } from './tracing-config.js';

/** Which program is starting: `server` is API and worker in one process. */
export type SlipwayProcess = 'server' | 'api' | 'worker' | 'tool';

/** Everything that the environment decides, parsed once at boot. */
export interface SlipwayConfig {
  readonly process: SlipwayProcess;
  /** Absolute path of the data of the embedded default. */
  readonly home: string;
  readonly http: HttpConfig;
  readonly database: DatabaseConfig;
  readonly queue: QueueConfig;
  readonly artifacts: ArtifactsConfig;
  readonly care: CareConfig;
  readonly secrets: SecretsConfig;
  readonly identity: IdentityConfig;
  readonly outbound: OutboundConfig;
  readonly logging: LoggingConfig;
  readonly tracing: TracingConfig;
}

/** The part of the configuration that a tool needs which works on the database alone. */
export type DatabaseToolConfig = Pick<SlipwayConfig, 'home' | 'database' | 'logging'>;

/**
 * Reads the environment. Without DATABASE_URL the two keys are made once under SLIPWAY_HOME, with it they must be given.
 * @throws {ConfigError} with one sentence per wrong variable that says its name, what it holds (never for a secret) and what it may hold.
 */
export function loadConfig(environment: NodeJS.ProcessEnv, process: SlipwayProcess): SlipwayConfig {
  const env = withProxies(cleanEnv(environment));
  const problems: string[] = [];
  const home = homeOf(env);
  const http = parseArea(httpSchema(process === 'worker' ? 5001 : 5000), env, problems);
  const database = parseArea(databaseSchema, env, problems);
  const queue = parseArea(queueSchema, env, problems);
  const artifacts = parseArea(artifactsSchema(home), env, problems);
  const care = parseArea(careSchema, env, problems);
  const identity = parseArea(identitySchema(http?.loopbackOnly ?? false), env, problems);
  const onLaptop = database?.kind === 'embedded' && http?.loopbackOnly === true && http.publicUrl === undefined;
  const outbound = parseArea(outboundSchema(onLaptop), env, problems);
  const logging = parseArea(loggingSchema, env, problems);
  const tracing = parseArea(tracingSchema, env, problems);
  // Keys come last: a boot that will be refused for another reason leaves no files behind.
  const secrets =
    problems.length > 0 && database?.kind === 'embedded' ? undefined : secretsOf(env, database, loadOrCreateKeys, home, problems);
  if (!http || !database || !queue || !artifacts || !care || !secrets || !identity || !outbound || !logging || !tracing)
    throw new ConfigError(problems);
  return { process, home, http, database, queue, artifacts, care, secrets, identity, outbound, logging, tracing };
}

/**
 * Reads only what is needed to reach the database, for tools (migrations) that have no business with the keys.
 * @throws {ConfigError} as `loadConfig` does.
 */
export function loadDatabaseConfig(environment: NodeJS.ProcessEnv): DatabaseToolConfig {
  const env = cleanEnv(environment);
  const problems: string[] = [];
  const database = parseArea(databaseSchema, env, problems);
  const logging = parseArea(loggingSchema, env, problems);
  if (!database || !logging) throw new ConfigError(problems);
  return { home: homeOf(env), database, logging };
}

/**
 * Reads what is needed to work with the keys of an installation that is there, beside its database. Makes none: in a wrong folder that would be
 * another installation.
 * @throws {ConfigError} as `loadConfig` does; also with the embedded database where its home has no keys.
 */
export function loadKeysConfig(environment: NodeJS.ProcessEnv): DatabaseToolConfig & Pick<SlipwayConfig, 'secrets'> {
  const env = cleanEnv(environment);
  const config = loadDatabaseConfig(environment);
  const problems: string[] = [];
  const keysUnder = (home: string): KeysUnderHome => {
    const keys = readKeys(home);
    if (keys !== undefined) return { keys, made: [] };
    throw new ConfigError([`There are no keys in ${home}: set SLIPWAY_HOME to the folder of the service, or DATABASE_URL as it has it.`]);
  };
  const secrets = secretsOf(env, config.database, keysUnder, config.home, problems);
  if (!secrets) throw new ConfigError(problems);
  return { ...config, secrets };
}

/**
 * Reads where rows and artifact bytes are, for backups and restores.
 * @throws {ConfigError} as `loadConfig` does.
 */
export function loadStorageConfig(environment: NodeJS.ProcessEnv): DatabaseToolConfig & Pick<SlipwayConfig, 'artifacts'> {
  const config = loadDatabaseConfig(environment);
  const problems: string[] = [];
  const artifacts = parseArea(artifactsSchema(config.home), cleanEnv(environment), problems);
  if (!artifacts) throw new ConfigError(problems);
  return { ...config, artifacts };
}

interface KeysUnderHome {
  readonly keys: KeyTexts;
  /** The files that were missing. */
  readonly made: readonly string[];
}

/** The keys of the environment, and with the embedded database those under its home for what the environment does not give. */
function secretsOf(
  env: CleanEnv,
  database: DatabaseConfig | undefined,
  keysUnder: (home: string) => KeysUnderHome,
  home: string,
  problems: string[],
): SecretsConfig | undefined {
  if (database?.kind !== 'embedded') return parseArea(secretsSchema, env, problems);
  const { keys, made } = keysUnder(home);
  const ringFile = env['SLIPWAY_ENCRYPTION_KEYS'] === undefined ? encryptionKeyFile(home) : undefined;
  const auditFile = env['SLIPWAY_AUDIT_KEY'] === undefined ? auditKeyFile(home) : undefined;
  const sources = {
    ...(ringFile === undefined ? {} : { SLIPWAY_ENCRYPTION_KEYS: ringFile }),
    ...(auditFile === undefined ? {} : { SLIPWAY_AUDIT_KEY: auditFile }),
  };
  const secrets = parseArea(secretsSchema, { ...keys, ...env }, problems, sources);
  if (secrets === undefined) return undefined;
  return {
    ...secrets,
    ...(ringFile === undefined ? {} : { encryptionKeyFile: ringFile }),
    ...(auditFile === undefined ? {} : { auditKeyFile: auditFile }),
    madeKeyFiles: made,
  };
}

function homeOf(env: CleanEnv): string {
  return resolve(env['SLIPWAY_HOME'] ?? '.slipway');
}

/** Proxy variables are written in lower case as often as in upper case; lower case wins, as with curl. */
function withProxies(env: CleanEnv): CleanEnv {
  const https = env['https_proxy'];
  const none = env['no_proxy'];
  return { ...env, ...(https === undefined ? {} : { HTTPS_PROXY: https }), ...(none === undefined ? {} : { NO_PROXY: none }) };
}
