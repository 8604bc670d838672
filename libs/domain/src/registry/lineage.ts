import { invalid } from '../errors/slipway-error.js';
import type { ErrorDetail } from '../errors/slipway-error.js';
import { SlipwayError } from '../errors/slipway-error.js';
import { codePoints, hasLoneSurrogate, hasUnprintable } from './text.js';

/** One data set that a version was trained or evaluated on. */
export interface LineageDataset {
  readonly name: string;
  /** `algorithm:hex`, for example `sha256:9f86...`. */
  readonly digest: string;
  readonly source?: string;
}

/** Where a version comes from, as its author says. */
export interface Lineage {
  /** 7-64 hexadecimal digits: abbreviated SHA-1 to full SHA-256. */
  readonly gitCommit?: string;
  /** `owner/name` or a URL. */
  readonly repository?: string;
  readonly datasets?: readonly LineageDataset[];
  /** A URL of the run or the CI's own id of it. */
  readonly ciRun?: string;
}

export const MAX_LINEAGE_TEXT = 1024;
export const MAX_LINEAGE_DATASETS = 100;

/** Hex digits of a whole digest; of other algorithms 8 (a 32-bit sum) to 256 are taken. */
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 };

/**
 * Gives the lineage back, hex in lower case, if it holds together: commit, repository, data sets with digests, CI run. Nothing is looked up.
 * Throws INVALID_ARGUMENT with one pointer per wrong place, all under `pointer`.
 */
export function checkLineage(lineage: Lineage, pointer: string): Lineage {
  const errors: ErrorDetail[] = [];
  const attempt = <T>(check: () => T): T | undefined => {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      errors.push(...error.errors);
      return undefined;
    }
  };
  const { gitCommit, repository, datasets, ciRun } = lineage;
  const commit = gitCommit === undefined ? undefined : attempt(() => checkGitCommit(gitCommit, `${pointer}/gitCommit`));
  if (repository !== undefined) attempt(() => checkText(repository, `${pointer}/repository`, 'A repository'));
  if (ciRun !== undefined) attempt(() => checkText(ciRun, `${pointer}/ciRun`, 'A CI run'));
  if (datasets !== undefined && datasets.length > MAX_LINEAGE_DATASETS) {
    throw invalid(`${pointer}/datasets`, 'lineage', `A lineage has at most ${MAX_LINEAGE_DATASETS} data sets`);
  }
  const sets = datasets?.flatMap((dataset, index) => attempt(() => checkDataset(dataset, `${pointer}/datasets/${index}`)) ?? []);
  const first = errors[0];
  if (first !== undefined) throw new SlipwayError('INVALID_ARGUMENT', first.message, { errors });
  return {
    ...(commit === undefined ? {} : { gitCommit: commit }),
    ...(repository === undefined ? {} : { repository }),
    ...(sets === undefined ? {} : { datasets: sets }),
    ...(ciRun === undefined ? {} : { ciRun }),
  };
}

/** Gives a commit id back in lower case: 7-64 hexadecimal digits. Throws INVALID_ARGUMENT at `pointer`. */
export function checkGitCommit(commit: string, pointer: string): string {
  if (!/^[0-9a-fA-F]{7,64}$/.test(commit)) throw invalid(pointer, 'git_commit', 'A git commit is 7-64 hexadecimal digits');
  return commit.toLowerCase();
}

/** Gives a digest back in lower case: `algorithm:hex`, with as many digits as the algorithm gives. Throws INVALID_ARGUMENT at `pointer`. */
export function checkDigest(digest: string, pointer: string): string {
  const [, algorithm = '', hex = ''] = /^([a-z][a-z0-9_-]{0,31}):([0-9a-f]{8,256})$/.exec(digest.toLowerCase()) ?? [];
  if (algorithm === '') throw invalid(pointer, 'digest', "A digest is 'algorithm:hex', for example 'sha256:9f86d0...'");
  const length = Object.hasOwn(DIGEST_LENGTHS, algorithm) ? DIGEST_LENGTHS[algorithm] : undefined;
  if (length !== undefined && hex.length !== length) {
    throw invalid(pointer, 'digest', `A ${algorithm} digest has ${length} hexadecimal digits, this one has ${hex.length}`);
  }
  return `${algorithm}:${hex}`;
}

function checkDataset(dataset: LineageDataset, pointer: string): LineageDataset {
  const name = checkText(dataset.name, `${pointer}/name`, 'The name of a data set');
  const digest = checkDigest(dataset.digest, `${pointer}/digest`);
  if (dataset.source === undefined) return { name, digest };
  return { name, digest, source: checkText(dataset.source, `${pointer}/source`, 'The source of a data set') };
}

/** A short line of text; where it is a URL it is shown as a link, so only http(s) without credentials (or another storage scheme) will do. */
function checkText(text: string, pointer: string, noun: string): string {
  const refuse = (message: string) => invalid(pointer, 'lineage', message);
  if (text.trim() === '') throw refuse(`${noun} must not be blank`);
  if (codePoints(text) > MAX_LINEAGE_TEXT) throw refuse(`${noun} has at most ${MAX_LINEAGE_TEXT} characters`);
  if (hasLoneSurrogate(text)) throw refuse(`${noun} must not contain a lone surrogate`);
  if (hasUnprintable(text)) throw refuse(`${noun} must not contain control or bidirectional characters`);
  if (/^\s*(javascript|vbscript|data|blob):/i.test(text)) throw refuse(`${noun} must not be a link that runs code`);
  if (/^https?:\/\/[^/?#]*@/i.test(text)) throw refuse(`${noun} must not contain a user name or password`);
  return text;
}
