import { startProgram } from './child-program.js';
import { NotAsToldError, present } from './told.js';

/** What the story tells of a workflow run, as the contract server recorded it. */
export interface RecordedRun {
  readonly id: number;
  readonly title: string;
  readonly status: string;
  readonly conclusion: string | null;
}

/** The contract server for GitHub: a server with GitHub's own schemas for the few calls that deploying makes. */
export interface Github {
  readonly apiUrl: string;
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  readonly token: string;
  /** The run with this id. @throws {NotAsToldError} where there is none. */
  run(id: string): Promise<RecordedRun>;
  /** Every run that was started, newest first. */
  runs(): Promise<readonly RecordedRun[]>;
  /** Ends it. @returns everything that broke GitHub's schemas (not told on Windows, where a program cannot be asked to end). */
  stop(): Promise<readonly string[]>;
}

const START_MS = 30_000;

/** Starts the contract server as a process of its own; its runs take a second and succeed. */
export async function startGithub(): Promise<Github> {
  const program = await startProgram({
    program: '../../libs/testing/src/github/main',
    arguments: ['--run-ms', '1000', '--problems'],
    env: process.env,
    stopBy: 'signal',
    isGreeting: (line) => line.startsWith('{"url"'),
    timeoutMs: START_MS,
  });
  const told = recordOf(JSON.parse(program.greeting));
  const text = (name: string): string => String(told[name]);
  const repository = `${text('url')}/repos/${text('repository')}`;
  const get = async (path: string): Promise<Record<string, unknown>> => {
    const headers = { authorization: `Bearer ${text('token')}`, 'user-agent': 'first-promotion', 'x-github-api-version': '2022-11-28' };
    const answer = await fetch(repository + path, { headers });
    if (!answer.ok) throw new NotAsToldError(`GitHub's contract server answered ${answer.status} to ${path}.`);
    return recordOf(await answer.json());
  };
  return {
    apiUrl: text('url'),
    repository: text('repository'),
    workflow: text('workflow'),
    ref: text('ref'),
    token: text('token'),
    run: async (id) => runOf(await get(`/actions/runs/${id}`)),
    runs: async () => {
      const { workflow_runs: runs } = await get(`/actions/workflows/${text('workflow')}/runs?event=workflow_dispatch&per_page=100`);
      return Array.isArray(runs) ? runs.map(runOf) : [];
    },
    stop: async () => problemsOf(await program.stop()),
  };
}

function runOf(value: unknown): RecordedRun {
  const { id, display_title: title, status, conclusion } = recordOf(value);
  return { id: Number(id), title: String(title), status: String(status), conclusion: typeof conclusion === 'string' ? conclusion : null };
}

function problemsOf(errors: string): readonly string[] {
  if (process.platform === 'win32') return [];
  const line = present(
    errors.split('\n').find((text) => text.startsWith('{"problems"')),
    "the contract server's list of problems",
  );
  const { problems } = recordOf(JSON.parse(line));
  return Array.isArray(problems) ? problems.map(String) : [];
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
