import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { IdentityStore } from '#application/ports/identity-store';
import { MintToken } from '#application/mint-token/mint-token';
import { systemContext } from '#application/shared/system-context';

/** A further token of the first administrator, for whoever operates the service and has lost theirs. */
export interface AdministratorToken {
  readonly tokenId: string;
  readonly user: string;
  /** The text, this once. */
  readonly token: string;
}

/** Mints a further token for the first administrator; for the operator's command line, where having the database is the credential. */
@Injectable()
export class MintAdministratorToken {
  constructor(
    private readonly identities: IdentityStore,
    private readonly mintToken: MintToken,
  ) {}

  /** @throws SlipwayError INVALID_STATE where nobody is an administrator yet: the first boot makes one. */
  async execute(workspace: string): Promise<AdministratorToken> {
    const administrator = await this.identities.firstAdministrator(workspace);
    if (administrator === null)
      throw new SlipwayError('INVALID_STATE', 'Nobody is an administrator yet. Start the service once: it makes the first one.');
    const { id, token } = await this.mintToken.execute(systemContext(workspace), {
      name: 'made by admin:token',
      holder: { type: 'user', id: administrator.id },
      credentialExpiresAt: null,
    });
    if (token === null) throw new Error('without an idempotency key nothing is replayed');
    return { tokenId: id, user: administrator.name, token };
  }
}
