import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { patterned } from '#testing/artifacts/bytes';
import { openVersion } from '#testing/artifacts/open-version';
import { answerOf, rawRequest } from '#testing/artifacts/raw-upload';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { heldMiB, settledMiB } from '#testing/memory/held-memory';

const MIB = 1024 * 1024;
const CLIENTS = 40;
/** For so many there are chunks (`chunk-room.ts`), and eight more that are read ahead. */
const FIRST = 16;
const CHUNKS_MIB = (FIRST + 8) * 8;
const bytes = patterned(44 * MIB);

let api: TestApi;
let path: string;
const clients: Client[] = [];
beforeAll(async () => {
  api = await startTestApi();
  path = `${(await openVersion(api, 'stalled')).url}/artifacts/weights.bin`;
  expect((await api.request('PUT', path, { body: bytes })).status).toBe(201);
});
afterAll(async () => {
  for (const client of clients) client.leave();
  await api.close();
});

/** A download that takes what it is told to, and then nothing. */
class Client {
  private at: number;
  private same = true;

  private constructor(
    private readonly answer: IncomingMessage,
    start: number,
  ) {
    this.at = start;
  }

  /** Asks for everything from there on; resolves when the answer has begun. */
  static async from(start: number): Promise<Client> {
    const sent = rawRequest(api, 'GET', path, { range: `bytes=${start}-` });
    const answered = answerOf(sent);
    sent.end();
    const answer = await answered;
    answer.on('error', () => undefined);
    return new Client(answer, start);
  }

  /** @returns whether everything up to there, and what came with it, is right. */
  async takeUpTo(end: number): Promise<boolean> {
    while (this.at < end) {
      const piece: unknown = this.answer.read();
      if (!Buffer.isBuffer(piece)) await once(this.answer, 'readable');
      else {
        this.same &&= piece.equals(bytes.subarray(this.at, this.at + piece.length));
        this.at += piece.length;
      }
    }
    return this.same;
  }

  leave(): void {
    this.answer.destroy();
  }
}

it('holds no more than so many chunks for clients that stop, gives each its bytes when it goes on, and forgets those that leave', async () => {
  // The copy that `fetch` has sent goes first.
  await expect.poll(heldMiB).toBeLessThan(1.5 * (bytes.length / MIB));
  const before = heldMiB();
  for (let index = 0; index < CLIENTS; index += 1) {
    // Far more than sockets take of an answer that nobody reads.
    const start = (index % 3) * 8 * MIB + index * 1_001;
    const client = await Client.from(start);
    clients.push(client);
    // Some of them have been given more than a chunk.
    if (index < FIRST) expect(await client.takeUpTo(start + 9 * MIB)).toBe(true);
  }
  // Client and server share this process: half a MiB for the pieces and the sockets of each.
  expect(await settledMiB(before)).toBeLessThan(CHUNKS_MIB + CLIENTS / 2);

  for (const index of [0, CLIENTS - 1]) expect([index, await clients[index]?.takeUpTo(bytes.length)]).toEqual([index, true]);
  for (const client of clients.splice(0)) client.leave();
  await expect.poll(() => heldMiB() - before, { timeout: 10_000 }).toBeLessThan(CLIENTS / 2);

  // There are two chunks again for each who comes now, and not only pieces.
  for (let index = 0; index < 4; index += 1) clients.push(await Client.from(index));
  expect(await settledMiB(before)).toBeGreaterThan(7 * 8);
});
