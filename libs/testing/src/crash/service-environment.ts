import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { KeyRing } from '#platform/crypto/key-ring';

/** The environment of a service under test. */
export interface ServiceEnvironment {
  readonly [name: string]: string;
  readonly DATABASE_URL: string;
  readonly SLIPWAY_ADMIN_TOKEN: string;
}

/** What every process of one installation is started with: fresh keys, this machine only, receivers on it allowed. */
export function serviceEnvironment(databaseUrl: string, home: string): ServiceEnvironment {
  return {
    SLIPWAY_HOME: home,
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    SLIPWAY_ADMIN_TOKEN: `slp_${randomBytes(32).toString('hex')}`,
    SLIPWAY_ENCRYPTION_KEYS: KeyRing.generate(),
    SLIPWAY_AUDIT_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    SLIPWAY_OUTBOUND_ALLOW: '127.0.0.0/8',
  };
}
