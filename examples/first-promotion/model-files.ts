import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotAsToldError } from './told.js';

/** One version as `train.py` wrote it. */
export interface TrainedVersion {
  readonly number: 1 | 2;
  readonly files: readonly { readonly path: string; readonly bytes: Buffer; readonly sha256: string }[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly params: Readonly<Record<string, string>>;
  readonly dataset: { readonly name: string; readonly digest: string };
  /** The commit that this checkout is at; undefined outside of a git repository. */
  readonly gitCommit: string | undefined;
}

/** Reads `model/v<number>`; the story itself needs no Python. */
export function readTrainedVersion(number: 1 | 2): TrainedVersion {
  const folder = join(modelFolder(), `v${number}`);
  const files = readdirSync(folder)
    .sort()
    .map((path) => {
      const bytes = readFileSync(join(folder, path));
      return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    });
  const json = (name: string): Record<string, unknown> => {
    const value: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  };
  const { name, digest } = json('dataset.json');
  return {
    number,
    files,
    metrics: Object.fromEntries(Object.entries(json('metrics.json')).map(([key, value]) => [key, Number(value)])),
    params: Object.fromEntries(Object.entries(json('params.json')).map(([key, value]) => [key, String(value)])),
    dataset: { name: String(name), digest: String(digest) },
    gitCommit: gitCommit(folder),
  };
}

/** `examples/first-promotion/model`, seen from the sources and from `dist` alike. */
function modelFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const model = join(folder, 'examples', 'first-promotion', 'model');
    if (existsSync(model)) return model;
  }
  throw new NotAsToldError('The folder examples/first-promotion/model is missing: restore it from the repository.');
}

function gitCommit(folder: string): string | undefined {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return process.env['GITHUB_SHA'];
  }
}
