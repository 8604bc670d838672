import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOOKS = fileURLToPath(new URL('./schemathesis_hooks.py', import.meta.url));

/** What every answer is held to. */
export const CHECKS = [
  ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_headers_conformance'],
  ...['response_schema_conformance', 'negative_data_rejection', 'use_after_free', 'ensure_resource_availability'],
  ...['allow_header_conformance'],
];

// One worker: CPython 3.11 fails at random in `ast.parse` under several threads, and one seed then means one order of requests.
const WORKERS = '1';

/** Checks that are not asked for, and why. */
const UNCHECKED: Readonly<Record<string, string>> = {
  positive_data_acceptance:
    'what fits the schema may still be refused by a rule (a name that is taken, a stage that is held): 400 and 422 are in the document',
  unsupported_method: 'an undeclared method is 404 ROUTE_NOT_FOUND here, as any address that is no route',
  ignored_auth:
    'after 30 wrong credentials of an address all others from there are 429; the run without a token, and test/authorization, check it',
  object_level_authorization: 'needs its own file of users; test/authorization asks every route as each role',
  missing_required_header:
    'the only required header is the token, which the run itself adds to every request; the run without one is the check',
};

/** Paths that schemathesis does not call, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  '/api/v1/events/stream': 'never ends, so every call would wait for the time limit; its answers have a test of their own',
};

/** Prints what a run leaves out. */
export function sayLeftOut(): void {
  for (const [check, why] of Object.entries(UNCHECKED)) console.info(`schemathesis check ${check} is not asked for: ${why}`);
  for (const [path, why] of Object.entries(LEFT_OUT)) console.info(`schemathesis does not call ${path}: ${why}`);
  console.info('schemathesis calls that would change the user, token or binding that it runs as go to an id that does not exist');
}

/** What one run of schemathesis is. */
export interface SchemathesisRun {
  /** Path of the program. */
  readonly program: string;
  /** Root of the service; the document is the one that it serves. */
  readonly url: string;
  /** Sent with every request; null for none. */
  readonly token: string | null;
  readonly seed: number;
  /** Generated requests for each operation, in each generating phase. */
  readonly examples: number;
  readonly phases: readonly string[];
  /** Names as schemathesis has them. */
  readonly checks: readonly string[];
  /** Paths that are left out; the caller prints why. */
  readonly without: readonly string[];
  /** Ids that no generated call may change. */
  readonly protectedIds: readonly string[];
  /** Seconds after which it stops by itself. */
  readonly mostSeconds?: number;
}

/** What came of it. */
export interface SchemathesisVerdict {
  /** True where every check of every request held, and every operation that was asked for was tried. */
  readonly clean: boolean;
  readonly operations: { readonly selected: number; readonly tested: number };
  readonly requests: number;
  readonly seconds: number;
  /** Its own words, without colours; long addresses are cut. */
  readonly output: string;
}

/** Attacks a running service with schemathesis, by the OpenAPI document that the service itself serves. @throws where it does not run at all. */
export async function runSchemathesis(run: SchemathesisRun): Promise<SchemathesisVerdict> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-schemathesis-'));
  try {
    const report = join(folder, 'report.json');
    const child = spawn(run.program, argumentsOf(run, report), {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SCHEMATHESIS_HOOKS: HOOKS, SLIPWAY_PROTECTED: run.protectedIds.join(','), PYTHONDONTWRITEBYTECODE: '1' },
    });
    const abandon = (): void => void child.kill('SIGKILL');
    process.once('exit', abandon);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = await once(child, 'close');
    process.off('exit', abandon);
    const short = output.replace(/(.{400}).*/g, '$1 [...]');
    const found = JSON.parse(await readFile(report, 'utf8').catch(() => 'null'));
    if (found === null) throw new Error(`schemathesis did not run: ${short}`);
    const { selected, tested, errored } = found.operations;
    return {
      clean: code === 0 && found.complete === true && errored === 0,
      operations: { selected, tested },
      requests: found.test_cases.generated,
      seconds: Math.round(found.running_time),
      output: short,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function argumentsOf(run: SchemathesisRun, report: string): string[] {
  return [
    ...['run', `${run.url}/openapi.json`, '--no-color', '--warnings', 'off', '--generation-database', 'none', '--no-shrink'],
    ...['--continue-on-failure', '--workers', WORKERS, '--request-timeout', '20', '--output-sanitize', 'true'],
    ...['--report', 'json', '--report-json-path', report],
    ...['--seed', String(run.seed), '--max-examples', String(run.examples)],
    ...['--phases', run.phases.join(','), '--checks', run.checks.join(',')],
    ...(run.token === null ? [] : ['--header', `Authorization: Bearer ${run.token}`]),
    ...run.without.flatMap((path) => ['--exclude-path', path]),
    ...(run.mostSeconds === undefined ? [] : ['--max-time', String(run.mostSeconds)]),
  ];
}
