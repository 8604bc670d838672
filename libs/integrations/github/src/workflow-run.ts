import type { DeployRun } from '#application/ports/deploy-gateway';
import { storableText } from './storable-text.js';

/** Reads a run out of GitHub's JSON, or null where it is none. Ids beyond 2^53 arrive as BigInt, so they are kept as digits. */
export function parseRun(data: unknown): DeployRun | null {
  const id = digits(field(data, 'id'));
  if (id === null) return null;
  return {
    id,
    status: text(field(data, 'status')),
    conclusion: text(field(data, 'conclusion')),
    htmlUrl: text(field(data, 'html_url')),
    displayTitle: text(field(data, 'display_title')) ?? '',
    repositoryId: digits(field(field(data, 'repository'), 'id')),
  };
}

/** The runs of one page of a list, or null where the answer is no list. */
export function parseRuns(data: unknown): DeployRun[] | null {
  const runs = field(data, 'workflow_runs');
  if (!Array.isArray(runs)) return null;
  return runs.map(parseRun).filter((run) => run !== null);
}

/** What GitHub tells of the run that a dispatch started; all null where it tells nothing. */
export function parseRunDetails(data: unknown): {
  readonly runId: string | null;
  readonly runUrl: string | null;
  readonly htmlUrl: string | null;
} {
  return { runId: digits(field(data, 'workflow_run_id')), runUrl: text(field(data, 'run_url')), htmlUrl: text(field(data, 'html_url')) };
}

function field(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? storableText(value) : null;
}

function digits(value: unknown): string | null {
  return (typeof value === 'number' && Number.isSafeInteger(value)) || typeof value === 'bigint' ? String(value) : null;
}
