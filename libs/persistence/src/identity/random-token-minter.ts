import { Injectable } from '@nestjs/common';
import { TokenMinter, type MintedToken } from '#application/ports/token-minter';
import { generateToken, hashToken, tokenPrefix } from '#platform/crypto/tokens';

/** What stands for the public part of a token that has none. */
const CHOSEN = '(chosen)';

/** Tokens of 256 random bits. */
@Injectable()
export class RandomTokenMinter extends TokenMinter {
  override mint(): MintedToken {
    return generateToken();
  }

  override adopt(text: string): MintedToken {
    return { token: text, prefix: tokenPrefix(text) ?? CHOSEN, hash: hashToken(text) };
  }
}
