import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { AttackedService } from '#testing/security/attacked-service';
import { CHECKS, LEFT_OUT, runSchemathesis, sayLeftOut } from '#testing/security/run-schemathesis';
import { seedAttacked, type AttackedWorld } from '#testing/security/seed-attacked';

const program = findPeer('schemathesis');
if (program === null) console.warn(missingPeer('schemathesis'));

/** SLIPWAY_SEED repeats a run; SLIPWAY_EXAMPLES is how many requests for each operation and phase (default 50). */
const seed = Number(process.env['SLIPWAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const examples = Number(process.env['SLIPWAY_EXAMPLES'] ?? 50);

describe.skipIf(program === null)(`a service under schemathesis for long, seed ${seed}`, () => {
  let service: AttackedService;
  let world: AttackedWorld;
  beforeAll(async () => {
    service = await AttackedService.start({ env: { SLIPWAY_TRUSTED_PROXIES: 'loopback' } });
    world = await seedAttacked(service);
    sayLeftOut();
  });
  afterAll(() => service?.stop());

  it.each(['admin', 'reader', 'none'] as const)('answers within its document, and never by 5xx: token of %s', async (role) => {
    console.info(`SLIPWAY_SEED=${seed} SLIPWAY_EXAMPLES=${examples}`);
    const token = role === 'none' ? null : world[role].token;
    const verdict = await runSchemathesis({
      ...{ program: program ?? '', url: service.url, token, seed, examples, checks: CHECKS },
      ...{ phases: ['examples', 'coverage', 'fuzzing', 'stateful'], without: Object.keys(LEFT_OUT), protectedIds: world.protectedIds },
    });
    console.info(
      `schemathesis as ${role}: ${verdict.requests} requests to ${verdict.operations.tested} operations in ${verdict.seconds} s`,
    );
    // The whole of it: a difference between long texts would be cut.
    if (!verdict.clean) throw new Error(verdict.output);
    if (token !== null) expect((await service.call('GET', '/api/v1/me', undefined, { token })).status).toBe(200);
  });
});
