import { SlipwayError } from '#domain/errors/slipway-error';
import type { S3Place } from '#platform/config/artifacts-config';

/** What is wrong is the configuration, not the moment: nothing gets better by waiting. */
export class S3ConfigurationError extends SlipwayError {
  constructor(sentence: string, cause: unknown) {
    super('UNAVAILABLE', sentence, { retryAfter: 60, cause });
    this.name = 'S3ConfigurationError';
  }
}

/** Answers that say how things are, not that the store is in trouble: whoever asked decides. */
const ANSWERS = new Set(['NoSuchKey', 'NotFound', 'NoSuchUpload', 'InvalidRange', 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall']);
const FULL = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage', 'StorageFull']);
/** What each refusal of the configuration means. */
const MISCONFIGURED: Readonly<Record<string, string>> = {
  NoSuchBucket: 'is not there; create it, or name another one in SLIPWAY_ARTIFACT_ROOT',
  AccessDenied: 'may not be used with these credentials; see docs/how-to/store-artifacts-in-s3.md for the rights that are needed',
  InvalidAccessKeyId: 'does not know the access key; check AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'refuses the signature; check AWS_SECRET_ACCESS_KEY and AWS_REGION',
  PermanentRedirect: 'lies in another region; check AWS_REGION',
  CredentialsProviderError:
    'cannot be used: there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile or role',
};

/**
 * Runs calls to S3.
 * @throws SlipwayError STORAGE_FULL or UNAVAILABLE with a sentence for the operator, without addresses or keys; answers as they are.
 */
export async function onS3<T>(place: S3Place, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw s3Failure(place, error);
  }
}

/** An error of the SDK in words for the caller; the store's answers about keys and uploads, and errors of our own, as they are. */
export function s3Failure({ bucket }: S3Place, error: unknown): unknown {
  if (error instanceof SlipwayError || !(error instanceof Error)) return error;
  const { name } = error;
  const status = statusOf(error);
  if (ANSWERS.has(name)) return error;
  if (FULL.has(name) || status === 507) {
    const message = 'The artifact store is full: nothing of this upload was kept. Free space or enlarge the store, then repeat it.';
    return new SlipwayError('STORAGE_FULL', message, { cause: error });
  }
  const wrong = MISCONFIGURED[name] ?? (status === 403 ? MISCONFIGURED['AccessDenied'] : undefined);
  if (wrong !== undefined) return new S3ConfigurationError(`The bucket "${bucket}" of the artifact store ${wrong}.`, error);
  if (status === undefined && !isOfTheNetwork(error)) return error;
  const what = status === undefined ? codeOf(error) : `${name}, ${status}`;
  return new SlipwayError('UNAVAILABLE', `The artifact store (S3) cannot be used now (${what}).`, { retryAfter: 5, cause: error });
}

/** True for the answer that there is no such object or upload. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound', 'NoSuchUpload'].includes(error.name);
}

/** True for the answer that an object ends before the bytes that were asked for. */
export function isBeyondEnd(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidRange';
}

function statusOf(error: Error): number | undefined {
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}

function isOfTheNetwork(error: Error): boolean {
  return 'code' in error || 'errno' in error || /Timeout|Network|aborted|socket/i.test(`${error.name} ${error.message}`);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
