import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { PartSignatures, type PartGrant } from '#application/ports/part-signatures';

/** Addresses of parts signed by HMAC-SHA-256. Keeps no state: every replica with the same keys knows the addresses of the others. */
export class HmacPartSignatures extends PartSignatures {
  readonly #keys: readonly [Buffer, ...Buffer[]];

  /** Each key must be secret and at least 32 bytes; the first one signs, all of them are tried in verifying. */
  constructor(keys: readonly [Uint8Array, ...Uint8Array[]]) {
    super();
    const derive = (key: Uint8Array): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'slipway part addresses', 32));
    const [first, ...others] = keys;
    this.#keys = [derive(first), ...others.map(derive)];
  }

  override sign(grant: PartGrant): string {
    return mac(this.#keys[0], grant).toString('base64url');
  }

  override verify(grant: PartGrant, signature: string): boolean {
    const given = Buffer.from(signature, 'base64url');
    return this.#keys.some((key) => given.length === 32 && timingSafeEqual(mac(key, grant), given));
  }
}

function mac(key: Buffer, { uploadId, number, size, expires }: PartGrant): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify([uploadId, number, size, expires]))
    .digest();
}
