import { Injectable } from '@nestjs/common';
import type { DeployCredential, DeployTargetConnection } from '#application/ports/deploy-gateway';
import type { SealedCredential, StoredDeployTarget } from '#application/ports/deploy-target-store';
import { SecretVault } from '#application/ports/secret-vault';

/** What a caller gives as credential. */
export type GivenCredential =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'app'; readonly appId: string; readonly installationId: string | null; readonly privateKey: string };

/** Seals and opens the credentials of deploy targets. */
@Injectable()
export class TargetCredentials {
  constructor(private readonly vault: SecretVault) {}

  /** What to store in the row of target `id`: the secret sealed, the rest readable. */
  seal(id: string, credential: GivenCredential): SealedCredential {
    const secret = credential.kind === 'token' ? credential.token : credential.privateKey;
    const shown = credential.kind === 'token' ? { appId: null, installationId: null } : credential;
    const { appId, installationId } = shown;
    return { kind: credential.kind, appId, installationId, sealed: this.vault.seal(secret, place(id)) };
  }

  /** How to reach the target. @throws what the vault throws where the credential cannot be opened; it holds no secret. */
  connect(target: StoredDeployTarget): DeployTargetConnection {
    const { id, repository, workflow, ref, apiUrl } = target;
    return { id, repository, workflow, ref, apiUrl, credential: this.open(target) };
  }

  private open({ id, credential }: StoredDeployTarget): DeployCredential {
    const secret = this.vault.open(credential.sealed, place(id));
    if (credential.kind === 'token') return { kind: 'token', token: secret };
    return { kind: 'app', appId: credential.appId ?? '', installationId: credential.installationId, privateKey: secret };
  }
}

function place(id: string) {
  return { table: 'deploy_target', row: id, column: 'credential' };
}
