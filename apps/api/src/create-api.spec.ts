import { expect, it, vi } from 'vitest';
import { loadConfig } from '#platform/config/load-config';
import { KeyRing } from '#platform/crypto/key-ring';
import { SigningKey } from '#platform/crypto/signing';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { createApi } from './create-api.js';

vi.mock('#domain/delivery/endpoint-health', async (importActual) => ({
  ...(await importActual<object>()),
  ENDPOINT_MACHINE: { name: 'endpoint', initial: 'active', transitions: { active: ['lost'] } },
}));

it('does not boot with a hole in a transition table', async () => {
  const env = {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
    SLIPWAY_ENCRYPTION_KEYS: KeyRing.generate(),
    SLIPWAY_AUDIT_KEY: SigningKey.generate(),
  };
  const options = { config: loadConfig(env, 'api'), databaseUrl: env.DATABASE_URL };
  await expect(createApi(options, SlipwayLogger.create({ level: 'error' }))).rejects.toThrow('"endpoint": the state "lost" is unknown');
});
