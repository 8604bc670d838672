import { CursorCodec, type CursorKey } from '#application/ports/cursor-codec';
import { SlipwayError } from '#domain/errors/slipway-error';
import { SignedCursors } from '#platform/crypto/cursor-codec';

/** Cursors that are signed with the keys of the installation. */
export class SignedCursorCodec extends CursorCodec {
  private readonly cursors: SignedCursors;

  /** The first key signs; all of them are accepted. */
  constructor(keys: readonly [Uint8Array, ...Uint8Array[]]) {
    super();
    this.cursors = new SignedCursors(keys);
  }

  override encode(scope: string, key: CursorKey): string {
    return this.cursors.encode(scope, key);
  }

  override decode(scope: string, cursor: string): CursorKey {
    const key = this.cursors.decode(scope, cursor);
    if (key !== null) return key;
    const message = 'The cursor does not belong to this list. Send nextCursor of a page of the same list with the same filter and order.';
    throw new SlipwayError('INVALID_CURSOR', message, { errors: [{ pointer: 'cursor', code: 'cursor', message }] });
  }
}
