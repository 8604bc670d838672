import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { AttackedService } from '#testing/security/attacked-service';
import { CHECKS, LEFT_OUT, runSchemathesis, sayLeftOut } from '#testing/security/run-schemathesis';
import { seedAttacked, type AttackedWorld } from '#testing/security/seed-attacked';

const program = findPeer('schemathesis');
if (program === null) console.warn(missingPeer('schemathesis'));

/** Short and always the same: the long one is schemathesis.long.ts. */
const SEED = 20261121;

describe.skipIf(program === null)('a service under schemathesis, by the document that it serves', () => {
  let service: AttackedService;
  let world: AttackedWorld;
  beforeAll(async () => {
    service = await AttackedService.start({ env: { SLIPWAY_TRUSTED_PROXIES: 'loopback' } });
    world = await seedAttacked(service);
    sayLeftOut();
  });
  afterAll(() => service?.stop());

  it.each([
    ['an administrator', 'admin', ['coverage', 'fuzzing', 'stateful'], 1],
    ['a reader', 'reader', ['fuzzing'], 2],
    ['nobody', 'none', ['fuzzing'], 1],
  ] as const)(
    'answers %s within its document, and never by 5xx',
    async (_who, role, phases, examples) => {
      const token = role === 'none' ? null : world[role].token;
      const verdict = await runSchemathesis({
        ...{ program: program ?? '', url: service.url, token, seed: SEED, examples, phases, checks: CHECKS },
        ...{ without: Object.keys(LEFT_OUT), protectedIds: world.protectedIds },
      });
      console.info(
        `schemathesis as ${role}: ${verdict.requests} requests to ${verdict.operations.tested} operations in ${verdict.seconds} s`,
      );
      if (!verdict.clean) throw new Error(verdict.output);
      expect(verdict.operations.tested).toBe(verdict.operations.selected);
      // An attacker whose token had ended would have seen nothing but 401.
      if (token !== null) expect((await service.call('GET', '/api/v1/me', undefined, { token })).status).toBe(200);
      expect(service.log()).not.toContain('"level":"error"');
    },
    120_000,
  );

  it('leaves out no operation but the stream, whose answers are checked here', async () => {
    const { json } = await service.call('GET', '/openapi.json');
    const document = JSON.parse(JSON.stringify(json));
    expect(Object.keys(LEFT_OUT)).toEqual(['/api/v1/events/stream']);
    const { responses } = document.paths['/api/v1/events/stream'].get;
    const asked = async (query: string, token: string | null, headers = {}): Promise<void> => {
      const answer = await fetch(`${service.url}/api/v1/events/stream${query}`, {
        headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
      });
      const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
      await answer.body?.cancel();
      expect(Object.keys(responses[answer.status]?.content ?? {})).toContain(type);
    };
    for (const token of [world.admin.token, world.reader.token, null, 'wrong']) {
      for (const query of ['', '?model=churn', '?model=%00', '?types=x', '?wrong=1']) await asked(query, token);
    }
    for (const id of ['0', 'evt_none', '\x7f', '-1', 'x'.repeat(5_000)])
      await asked('', world.admin.token, { 'last-event-id': encodeURI(id) });
  });
});
