import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceEnvironment } from '../crash/service-environment.js';
import { runProgram, type RunningProgram } from '../operation/run-program.js';
import { startPrivatePostgres, type PrivatePostgres } from '../postgres/private-postgres.js';

const API = new URL('../../../../apps/api/src/main.ts', import.meta.url);
const WORKER = new URL('../../../../apps/worker/src/main.ts', import.meta.url);

/** What `AttackedService.start` may change. */
export interface AttackedServiceOptions {
  /** Environment variables beside those that a service needs. */
  readonly env?: Readonly<Record<string, string>> | ((postgresPort: number) => Readonly<Record<string, string>>);
  /** Also `start:worker`, in a process of its own. */
  readonly worker?: boolean;
}

/** An answer, read to its end. */
export interface AttackAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or null. */
  readonly json: unknown;
}

/** `start:api` as an operator runs it, on a Postgres of its own: what attacks of the outside are tried on. */
export class AttackedService {
  private constructor(
    readonly url: string,
    readonly adminToken: string,
    readonly postgres: PrivatePostgres,
    private readonly programs: readonly RunningProgram[],
    private readonly home: string,
  ) {}

  /** Resolves when it serves. @throws with its own words where it does not start. */
  static async start({ env = {}, worker = false }: AttackedServiceOptions = {}): Promise<AttackedService> {
    const [postgres, home] = await Promise.all([startPrivatePostgres(), mkdtemp(join(tmpdir(), 'slipway-attacked-'))]);
    const more = typeof env === 'function' ? env(Number(new URL(postgres.connectionString).port)) : env;
    const environment = { ...serviceEnvironment(postgres.connectionString, home), PORT: '0', ...more };
    const programs = [runProgram(API, environment)];
    try {
      const [, url = ''] = (await programs[0]?.waitFor(/Listening on (http:[^"\s]+)/)) ?? [];
      if (worker) {
        const second = runProgram(WORKER, { ...environment, PORT: '0' });
        programs.push(second);
        await second.waitFor(/metrics on (http:[^"\s]+)/);
      }
      return new AttackedService(url, environment.SLIPWAY_ADMIN_TOKEN, postgres, programs, home);
    } catch (error) {
      // Nobody else would end what had started.
      await new AttackedService('', '', postgres, programs, home).stop();
      throw error;
    }
  }

  /** Ends all processes and removes their data. */
  async stop(): Promise<void> {
    for (const { child } of this.programs) child.kill('SIGKILL');
    await Promise.all(this.programs.map(({ ended }) => ended));
    await this.postgres.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  /** Everything that the processes have written. */
  log(): string {
    return this.programs.map((program) => program.stdout() + program.stderr()).join('\n');
  }

  /** A request as the administrator, or with another token, or (null) with none. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    { token = this.adminToken, headers = {} }: { readonly token?: string | null; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<AttackAnswer> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
