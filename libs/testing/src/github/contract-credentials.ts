import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';

/** The GitHub App that the contract server knows. */
export interface ContractApp {
  readonly id: string;
  /** PEM of the public (or the private) key. */
  readonly key: string;
  readonly installationId: number;
}

/** Whom a request comes from. */
export type Caller = 'app' | 'installation' | 'token' | 'nobody';

/** Checks Authorization headers as GitHub does: App JWTs with jose, installation tokens that it issued itself, and personal tokens. */
export class ContractCredentials {
  /** Installation tokens given out, newest last. */
  readonly issued: string[] = [];
  private readonly revoked = new Set<string>();

  constructor(
    private readonly app: ContractApp | null,
    private readonly personal: readonly string[],
  ) {}

  issue(): string {
    const token = `ghs_contract${this.issued.length + 1}`;
    this.issued.push(token);
    return token;
  }

  /** From now on the installation tokens given out so far are refused. */
  revokeAll(): void {
    for (const token of this.issued) this.revoked.add(token);
  }

  async caller(authorization: string | undefined): Promise<Caller> {
    const [scheme = '', token = ''] = (authorization ?? '').split(' ');
    if (!/^(bearer|token)$/i.test(scheme)) return 'nobody';
    if (this.personal.includes(token)) return 'token';
    if (this.issued.includes(token)) return this.revoked.has(token) ? 'nobody' : 'installation';
    return (await this.isAppJwt(token)) ? 'app' : 'nobody';
  }

  private async isAppJwt(token: string): Promise<boolean> {
    if (this.app === null) return false;
    try {
      const key = createPublicKey(this.app.key);
      const { payload } = await jwtVerify(token, key, { issuer: this.app.id, algorithms: ['RS256'], requiredClaims: ['iat', 'exp'] });
      // GitHub refuses a JWT that lives longer than 10 minutes.
      return (payload.exp ?? 0) - Date.now() / 1000 <= 600;
    } catch {
      return false;
    }
  }
}
