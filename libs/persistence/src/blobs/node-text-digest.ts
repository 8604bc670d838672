import { Injectable } from '@nestjs/common';
import { TextDigest } from '#application/ports/text-digest';
import { sha256Hex } from '#platform/crypto/digest';

/** Digests by Node's crypto. */
@Injectable()
export class NodeTextDigest extends TextDigest {
  override sha256(text: string): string {
    return sha256Hex(text);
  }
}
