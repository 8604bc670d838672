import { SlipwayError } from '#domain/errors/slipway-error';
import { isErrno } from '#platform/files/private-files';

/** No room on the device, or none left for our account. */
const FULL = ['ENOSPC', 'EDQUOT'];

/**
 * Runs a call to the file system.
 * @throws SlipwayError STORAGE_FULL or, for any other trouble of the system (read-only, input/output error, no permission), UNAVAILABLE.
 */
export async function onDisk<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw diskFailure(error);
  }
}

/** A system error of the disk in words for the caller; everything else as it is. Paths stay out of the message. */
export function diskFailure(error: unknown): unknown {
  if (isErrno(error, ...FULL)) {
    return new SlipwayError(
      'STORAGE_FULL',
      'The artifact store is full: nothing of this upload was kept. Free space or enlarge the store, then repeat it.',
      {
        cause: error,
      },
    );
  }
  if (error instanceof SlipwayError || !(error instanceof Error && 'code' in error)) return error;
  return new SlipwayError('UNAVAILABLE', `The artifact store cannot be used now (${String(error.code)}).`, { retryAfter: 5, cause: error });
}
