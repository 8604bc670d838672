import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointText } from '#domain/audit/checkpoint';
import type { AuditKey } from '#persistence/audit/audit-key';
import { AuditWorld, newAuditKey } from '#testing/audit/audit-world';
import { checkpointOf, type PublishedCheckpoint } from './read-export.js';
import { verifyExport, type ExportVerdict, type VerifyInput } from './verify-export.js';

let world: AuditWorld;
let folder: string;
let file: string;
let both: AuditKey;
let next: AuditKey;
let kept: PublishedCheckpoint;
beforeEach(async () => {
  world = await AuditWorld.start();
  folder = await mkdtemp(join(tmpdir(), 'slipway-keys-'));
  file = join(folder, 'audit.ndjson');
  ({ both, next } = world.nextKey());
  await world.register();
  await world.act('a', 'b');
  kept = published(await world.sign(both).execute('default'));
});
afterEach(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

function published(value: unknown): PublishedCheckpoint {
  const checkpoint = checkpointOf(value);
  if (checkpoint === undefined) throw new Error('nothing is sealed');
  return checkpoint;
}

async function rotate(former: 'rotated' | 'compromised' = 'rotated'): Promise<void> {
  await world.rotate(both).execute('default', former);
  await world.act('c');
}

async function verify(keys: readonly AuditKey[], more: Partial<VerifyInput> = {}): Promise<ExportVerdict> {
  return verifyExport({ file, publicKeys: keys.map(({ publicKeyPem }) => publicKeyPem), checkpoint: null, ...more });
}

/** A checkpoint as whoever has that key can make it, of the end of the chain or any other position. */
async function forge(key: AuditKey, at?: number): Promise<PublishedCheckpoint> {
  const seal = (await world.chain()).at(at === undefined ? -1 : at - 1);
  const { position = 0, hash = '' } = seal ?? {};
  const payload = checkpointText({ workspace: 'default', position, hash, time: '2026-11-21T10:00:00.000Z' });
  return published({ payload, signature: key.sign(payload, key.keyId), keyId: key.keyId });
}

describe('after a rotation as planned', () => {
  beforeEach(async () => {
    await rotate();
    await world.exportTo(file, {}, both);
  });

  it('holds for who has the former key alone, which vouches for the new one, and names both', async () => {
    const { code, said } = await verify([world.key]);
    expect([code, said[0]]).toEqual([
      0,
      expect.stringMatching(`signed by the key ${next.keyId}, to which ${world.key.keyId} handed over at entry 3, vouches`),
    ]);
  });

  it('holds for who has the new key, and names it', async () => {
    const { code, said } = await verify([next]);
    expect([code, said[0]]).toEqual([0, expect.stringMatching(`signed by the key ${next.keyId}, which you gave, vouches`)]);
  });

  it('holds with a checkpoint that the former key signed, and without the end too as far as that goes', async () => {
    expect((await verify([world.key], { checkpoint: kept })).code).toBe(0);
    expect((await verify([world.key, next], { checkpoint: kept })).code).toBe(0);
    expect((await verify([next], { checkpoint: kept })).said[0]).toMatch(
      `names another one (${world.key.keyId}). Where that is a key of yours`,
    );
  });

  it.each([
    ['before', 2],
    ['of', 3],
    ['after', 4],
  ])('finds what was changed %s the handover', async (_where, line) => {
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(
      file,
      lines.map((text, index) => (index === line - 1 ? text.replace('"outcome":"done"', '"outcome":"refused"') : text)).join('\n'),
    );
    for (const keys of [[world.key], [next]]) {
      expect(await verify(keys)).toMatchObject({
        code: 1,
        said: expect.arrayContaining([expect.stringMatching(`line ${line}: the entry at position`)]),
      });
    }
  });

  it('reports a checkpoint that the retired key signed after it', async () => {
    expect(await verify([world.key, next], { checkpoint: await forge(world.key) })).toMatchObject({
      code: 1,
      said: [expect.stringMatching(`the checkpoint you gave was signed by the key ${world.key.keyId}, which was retired at entry 3`)],
    });
    expect((await verify([world.key, next], { checkpoint: await forge(world.key, 2) })).code).toBe(0);
  });

  it('reports a checkpoint of a key that nobody knows, by its id', async () => {
    const stranger = newAuditKey();
    expect(await verify([world.key], { checkpoint: await forge(stranger) })).toMatchObject({
      code: 1,
      said: [expect.stringMatching(`was not signed by this key .* names another one \\(${stranger.keyId}\\)`)],
    });
  });

  it('believes no handover by a key that the verifier knows to have leaked', async () => {
    const { code, said } = await verify([world.key], { compromised: [world.key.keyId] });
    expect([code, said[0]]).toEqual([1, expect.stringMatching('no key that you gave vouches for it: fetch it')]);
  });
});

describe('after a rotation because the key leaked', () => {
  beforeEach(async () => {
    await rotate('compromised');
    await world.exportTo(file, {}, both);
  });

  it('holds for who has the new key, and says what a checkpoint of the leaked one is worth', async () => {
    expect((await verify([next])).code).toBe(0);
    const { code, said } = await verify([next, world.key], { checkpoint: kept });
    expect([code, said[1]]).toEqual([
      0,
      expect.stringMatching(`But the checkpoint you gave was signed by the key ${world.key.keyId}, which was compromised`),
    ]);
  });

  it('does not follow the leaked key to the new one', async () => {
    expect(await verify([world.key])).toMatchObject({ code: 1, said: [expect.stringMatching(/followed .* \(compromised\) at entry 3/)] });
  });

  it('finds a log that was written anew and signed with the leaked key', async () => {
    await rewriteWithout('b');
    // Who was not told that it leaked, and kept nothing of the new key, cannot tell.
    expect((await verify([world.key])).code).toBe(0);
    expect((await verify([world.key], { compromised: [world.key.keyId] })).code).toBe(2);
    expect((await verify([world.key, next], { checkpoint: await forge(next) })).code).toBe(1);
    expect((await verify([world.key], { checkpoint: kept })).code).toBe(1);
  });
});

/** The export as a thief writes it: without an entry and without the handover, with a checkpoint of the leaked key. */
async function rewriteWithout(action: string): Promise<void> {
  const { GENESIS_HASH, sealEntry } = await import('#domain/audit/audit-chain');
  const left = (await world.chain()).filter(({ entry }) => entry['action'] !== action && entry['action'] !== 'audit.key-rotate');
  let prevHash = GENESIS_HASH;
  const seals = left.map(({ entry }, index) => {
    const seal = sealEntry(prevHash, index + 1, entry, (text) => world.key.sha256(text));
    prevHash = seal.hash;
    return { ...seal, entry };
  });
  const { position = 0, hash = '' } = seals.at(-1) ?? {};
  const payload = checkpointText({ workspace: 'default', position, hash, time: '2026-11-21T10:00:00.000Z' });
  const checkpoint = { payload, signature: world.key.sign(payload, world.key.keyId), keyId: world.key.keyId };
  const end = { end: { first: 1, last: position, checkpoint } };
  await writeFile(file, [...seals, end].map((line) => `${JSON.stringify(line)}\n`).join(''));
}
