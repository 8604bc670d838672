import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import pg from 'pg';
import { HmacPartSignatures } from '#persistence/blobs/hmac-part-signatures';
import { KeyRing } from '#platform/crypto/key-ring';
import { AttackedService, type AttackAnswer } from '#testing/security/attacked-service';

/** What the service promises; the rest is for a machine that does other work too. */
const ENDS_WITHIN_MS = 5_000;
const SLACK_MS = 2_000;

const KEYS = KeyRing.generate();

let service: AttackedService;
let database: pg.Client;
beforeAll(async () => {
  service = await AttackedService.start({ worker: true, env: { SLIPWAY_ENCRYPTION_KEYS: KEYS } });
  database = new pg.Client({ connectionString: service.postgres.connectionString });
  database.on('error', () => undefined);
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await service?.stop();
});

interface Person {
  readonly id: string;
  readonly binding: string;
  readonly token: string;
  readonly tokenId: string;
}

const text = (answer: Pick<AttackAnswer, 'json'>, member: string): string => String(Reflect.get(Object(answer.json), member));
let people = 0;

async function person(role = 'reader'): Promise<Person> {
  const user = await service.call('POST', '/api/v1/users', { name: `person-${(people += 1)}` });
  const id = text(user, 'id');
  const binding = await service.call('POST', '/api/v1/role-bindings', { subject: { type: 'user', id }, role, pattern: '*' });
  const token = await service.call('POST', '/api/v1/tokens', { name: 't', holder: { type: 'user', id } });
  return { id, binding: text(binding, 'id'), token: text(token, 'token'), tokenId: text(token, 'id') };
}

/** A stream of events that tells what came and when it ended. */
async function follow(token: string): Promise<{ readonly seen: () => string; readonly ended: () => boolean; close(): void }> {
  const ending = new AbortController();
  const answer = await fetch(`${service.url}/api/v1/events/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal: ending.signal,
  });
  expect(answer.status).toBe(200);
  let seen = '';
  let ended = false;
  void (async () => {
    try {
      for await (const chunk of answer.body ?? []) seen += Buffer.from(chunk).toString();
    } catch {
      // Broken off: an end as well.
    }
    ended = true;
  })();
  return { seen: () => seen, ended: () => ended, close: () => ending.abort() };
}

// First, while this address has made few guesses.
describe('a right that was taken away', () => {
  const inTime = { timeout: ENDS_WITHIN_MS + SLACK_MS, interval: 50 };

  it('ends open streams within 5 s: revoked here, revoked elsewhere, expired, disabled, minted with a stolen token', async () => {
    const [here, elsewhere, expiring, disabled, stolen] = [await mint(), await mint(), await mint(), await person2(), await mint()];
    const child = await service.call('POST', '/api/v1/tokens', { name: 'child' }, { token: stolen.token });
    const tokens = [here.token, elsewhere.token, expiring.token, disabled.token, text(child, 'token')];
    const streams = await Promise.all(tokens.map(follow));
    await service.call('DELETE', `/api/v1/tokens/${here.id}`);
    // As another process would have done it: this one's cache is told nothing.
    await database.query('UPDATE api_token SET revoked_at = now() WHERE id = $1', [elsewhere.id]);
    await database.query('UPDATE api_token SET expires_at = now() WHERE id = $1', [expiring.id]);
    await database.query('UPDATE user_account SET disabled_at = now() WHERE id = $1', [disabled.id]);
    await service.call('DELETE', `/api/v1/tokens/${stolen.id}?withMinted=true`);
    await vi.waitFor(() => expect(streams.map(({ ended }) => ended())).toEqual(streams.map(() => true)), inTime);
    for (const token of tokens) expect([401, 429]).toContain((await service.call('GET', '/api/v1/me', undefined, { token })).status);
  });

  it('is not used by an open stream when a role or a membership was removed', async () => {
    const [byRole, byGroup] = [await person2('reader'), await person2(null)];
    const group = text(await service.call('POST', '/api/v1/groups', { name: 'watchers' }), 'id');
    await service.call('POST', '/api/v1/role-bindings', { subject: { type: 'group', id: group }, role: 'reader', pattern: '*' });
    await service.call('PUT', `/api/v1/groups/${group}/members/${byGroup.id}`);
    const streams = await Promise.all([byRole.token, byGroup.token].map(follow));
    await service.call('POST', '/api/v1/models', { name: 'seen' });
    await vi.waitFor(() => streams.forEach(({ seen }) => expect(seen()).toContain('"seen"')), { timeout: 10_000, interval: 50 });
    // In the database alone, so that no cache hears of it.
    await database.query('DELETE FROM role_binding WHERE subject_id = $1', [byRole.id]);
    await database.query('DELETE FROM group_member WHERE user_id = $1', [byGroup.id]);
    const from = performance.now();
    await vi.waitFor(() => expect(performance.now() - from).toBeGreaterThan(ENDS_WITHIN_MS), { timeout: 10_000, interval: 100 });
    await service.call('POST', '/api/v1/models', { name: 'hidden' });
    const witness = await follow(service.adminToken);
    await service.call('POST', '/api/v1/models', { name: 'witness' });
    await vi.waitFor(() => expect(witness.seen()).toContain('"witness"'), { timeout: 10_000, interval: 50 });
    for (const stream of streams) expect(stream.seen()).not.toMatch(/"hidden"|"witness"/);
    for (const stream of [...streams, witness]) stream.close();
  });

  async function mint(): Promise<{ readonly id: string; readonly token: string }> {
    const made = await service.call('POST', '/api/v1/tokens', { name: 'stream' });
    return { id: text(made, 'id'), token: text(made, 'token') };
  }

  async function person2(role: string | null = 'reader'): Promise<Person> {
    const made = await person(role ?? 'reader');
    if (role === null) await service.call('DELETE', `/api/v1/role-bindings/${made.binding}`);
    return made;
  }
});

describe('a replay', () => {
  it('of the signed address of an upload part does nothing after its time, though its signature is right, nor after the upload', async () => {
    await service.call('POST', '/api/v1/models', { name: 'signed' });
    await service.call('POST', '/api/v1/models/signed/versions', {});
    const uploads = '/api/v1/models/signed/versions/1/uploads';
    const size = 5;
    const sha256 = createHash('sha256').update('hello').digest('hex');
    const upload = (await service.call('POST', uploads, { path: 'a', size, sha256 })).json;
    const id = text({ json: upload }, 'id');
    const ring = KeyRing.parse(KEYS);
    const signer = new HmacPartSignatures([ring.find(ring.currentId) ?? Buffer.alloc(32)]);
    const put = async (secondsFromNow: number) => {
      const expires = Math.floor(Date.now() / 1_000) + secondsFromNow;
      const signature = signer.sign({ uploadId: id, number: 1, size, expires });
      const address = `${uploads}/${id}/parts/1?expires=${expires}&size=${size}&signature=${signature}`;
      const answer = await fetch(service.url + address, { method: 'PUT', body: 'hello' });
      return [answer.status, /"expired":true/.test(await answer.text())];
    };
    // Over for a second only, and for a day; nothing of it arrived.
    expect([await put(-1), await put(-86_400)]).toEqual([
      [403, true],
      [403, true],
    ]);
    expect((await service.call('GET', `${uploads}/${id}`)).json).toMatchObject({ arrivedParts: 0 });
    // The same signer within the time: it is the time that was refused.
    expect(await put(60)).toEqual([200, false]);
    expect((await service.call('POST', `${uploads}/${id}/complete`)).status).toBe(200);
    expect((await put(60))[0]).toBe(409);
  });

  it('of a narrowed token is refused at once where the one that minted it was revoked with what it minted, and so is that of its own child', async () => {
    const minted = async (token: string, body: object): Promise<{ id: string; token: string }> => {
      const made = await service.call('POST', '/api/v1/tokens', { name: 'replayed', ...body }, { token });
      expect(made.status).toBe(201);
      return { id: text(made, 'id'), token: text(made, 'token') };
    };
    const statuses = (tokens: readonly string[]) =>
      Promise.all(tokens.map(async (token) => (await service.call('GET', '/api/v1/me', undefined, { token })).status));
    const narrowing = { role: 'reader', patterns: ['model:narrow-*'] };
    const [stolen, lost] = [await minted(service.adminToken, {}), await minted(service.adminToken, {})];
    const child = await minted(stolen.token, narrowing);
    const grandchild = await minted(child.token, {});
    const spared = await minted(lost.token, narrowing);
    const all = [stolen.token, child.token, grandchild.token];
    expect(await statuses([...all, spared.token])).toEqual([200, 200, 200, 200]);
    // The middle one first, alone: what it minted stays what it is, and is still found from above.
    await service.call('DELETE', `/api/v1/tokens/${child.id}`);
    expect(await statuses([child.token, grandchild.token])).toEqual([401, 200]);
    await service.call('DELETE', `/api/v1/tokens/${stolen.id}?withMinted=true`);
    expect(await statuses(all)).toEqual([401, 401, 401]);
    // Without `withMinted` the child of a revoked token goes on, as narrow as it was made, and nothing more can be minted with its parent.
    await service.call('DELETE', `/api/v1/tokens/${lost.id}`);
    expect(await statuses([spared.token])).toEqual([200]);
    expect((await service.call('POST', '/api/v1/models', { name: 'narrow-1' }, { token: spared.token })).status).toBe(403);
    expect((await service.call('POST', '/api/v1/tokens', { name: 'more' }, { token: lost.token })).status).toBe(401);
  });

  it("of somebody's Idempotency-Key gives out nothing of their answer, nor to a narrower token of their own", async () => {
    const [alice, bob] = [await person('editor'), await person('editor')];
    const headers = { 'idempotency-key': 'seen-on-the-wire' };
    const send = (path: string, body: object, token: string) => service.call('POST', path, body, { token, headers });
    const model = { name: 'of-alice', description: 'Made once.' };
    const first = await send('/api/v1/models', model, alice.token);
    expect([first.status, (await send('/api/v1/models', model, alice.token)).headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    // Bob's own command, which finds the name taken.
    const second = await send('/api/v1/models', model, bob.token);
    expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([409, null]);
    expect(second.text).not.toContain(text(first, 'id'));

    const token = { name: 'keyed' };
    const [hers, his] = [await send('/api/v1/tokens', token, alice.token), await send('/api/v1/tokens', token, bob.token)];
    expect([hers.status, his.status, his.headers.get('idempotent-replayed')]).toEqual([201, 201, null]);
    expect(his.json).toMatchObject({ holder: { id: bob.id } });
    expect([text(his, 'id') === text(hers, 'id'), text(his, 'token') === text(hers, 'token')]).toEqual([false, false]);
    // Nor is the text of a token told again to whoever has only seen the request and one token of its sender.
    expect((await send('/api/v1/tokens', token, alice.token)).json).toMatchObject({ id: text(hers, 'id'), token: null });

    const narrow = await service.call('POST', '/api/v1/tokens', { name: 'n', patterns: ['model:other-*'] }, { token: alice.token });
    const narrowed = await send('/api/v1/models', model, text(narrow, 'token'));
    expect([narrowed.status, narrowed.headers.get('idempotent-replayed')]).toEqual([404, null]);
    expect(narrowed.text).not.toContain(text(first, 'id'));
  });
});

describe('what a guesser learns', () => {
  it('answers every credential that does not count in the same words, however near it is to one that does', async () => {
    const [good, revoked, disabled, expired] = [await person(), await person(), await person(), await person()];
    await service.call('DELETE', `/api/v1/tokens/${revoked.tokenId}`);
    await service.call('PATCH', `/api/v1/users/${disabled.id}`, { disabled: true }, { headers: { 'if-match': '*' } });
    await database.query(`UPDATE api_token SET expires_at = now() - interval '1 s' WHERE id = $1`, [expired.tokenId]);
    const last = good.token.at(-1) === 'A' ? 'B' : 'A';
    const guesses = [
      ...['slp_nothing', `${good.token.slice(0, 12)}_${'A'.repeat(43)}`, `${good.token.slice(0, -1)}${last}`, good.token.toUpperCase()],
      ...[`${good.token}A`, revoked.token, disabled.token, expired.token, good.tokenId, good.id, "' OR 1=1 --"],
    ];
    const answers = new Set<string>();
    for (const guess of guesses) {
      const { status, text: body, headers } = await service.call('GET', '/api/v1/me', undefined, { token: guess });
      const { requestId: _, ...rest } = JSON.parse(body);
      answers.add(JSON.stringify([status, rest.code, rest.title, headers.get('www-authenticate')]));
      if (!guess.includes(' ')) answers.add(`detail ${rest.detail}`);
    }
    expect([...answers]).toHaveLength(2);
    expect((await service.call('GET', '/api/v1/me', undefined, { token: good.token })).status).toBe(200);
  });

  it('finds no text of a token in the database, in the log or in the audit export', async () => {
    const answer = await service.call('POST', '/api/v1/tokens', { name: 'kept nowhere' });
    const token = text(answer, 'token');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [, secret = ''] = /^slp_[0-9a-z]{8}_([\w-]{43})$/.exec(token) ?? [];
    expect(secret).toHaveLength(43);
    const rows = await database.query(`SELECT (SELECT count(*) FROM api_token t WHERE t::text LIKE $1) AS n`, [`%${secret}%`]);
    expect(rows.rows[0]).toEqual({ n: '0' });
    const audit = await service.call('GET', '/api/v1/audit/export');
    expect(audit.text + service.log()).not.toContain(secret);
  });

  it('is limited by the address that it comes from, which it cannot choose, and shuts out nobody who was in', async () => {
    const inside = await person();
    expect((await service.call('GET', '/api/v1/me', undefined, { token: inside.token })).status).toBe(200);
    const statuses: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      const headers = { 'x-forwarded-for': `10.0.0.${n}`, forwarded: `for=10.0.0.${n}`, 'x-real-ip': `10.0.0.${n}` };
      statuses.push((await service.call('GET', '/api/v1/me', undefined, { token: `slp_guess${n}`, headers })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.at(-1)).toBe(429);
    const refused = await service.call('GET', '/api/v1/me', undefined, { token: 'slp_guess' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await service.call('GET', '/api/v1/me', undefined, { token: inside.token })).status).toBe(200);
    // The others of this file come from this address too.
    expect((await service.call('GET', '/api/v1/me')).status).toBe(200);
  });
});
