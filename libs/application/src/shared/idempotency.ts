import { SlipwayError } from '#domain/errors/slipway-error';
import type { KnownKey } from '#application/ports/promotion-store';
import type { IdempotencyKey } from './command-context.js';

/**
 * The resource that a repeat of a command under the same key renders again.
 * @throws SlipwayError IDEMPOTENCY_KEY_REUSED when the key came with another body the first time.
 */
export function replayOf(key: IdempotencyKey | null, known: KnownKey): KnownKey {
  if (key !== null && key.bodyHash !== known.bodyHash) {
    throw new SlipwayError('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used with another body. Use a new key for a new command.');
  }
  return known;
}
