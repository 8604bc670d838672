import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TwoProcesses } from '#testing/crash/two-processes';
import { createTestDatabase } from '#testing/database/test-database';

/** Of each kind; what a machine opens without a word about it. */
const ATTACKERS = 200;
/** Unfinished bodies of nearly 4 MB each: 480 MB in all. */
const HUGE = 120;
const HUGE_BYTES = 4_000_000;
/** The room for large bodies (64 MB) and what a process of its own needs beside it. */
const GROWTH = 250 * 1024 * 1024;
/** An answer to anybody else that takes longer is a stall, on however slow a machine. */
const STALL_MS = 20_000;

let made: Awaited<ReturnType<typeof createTestDatabase>>;
let service: TwoProcesses;
const sockets: Socket[] = [];
beforeAll(async () => {
  made = await createTestDatabase();
  service = await TwoProcesses.start(made.url);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await service.stop();
  await made.drop();
});

interface Attacker {
  readonly socket: Socket;
  answer: string;
  closed: boolean;
}

/** Opens a connection, sends so much, and leaves it at that. */
function leave(text: string): Attacker {
  const { hostname, port } = new URL(service.apiUrl);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  const attacker: Attacker = { socket, answer: '', closed: false };
  socket.on('data', (bytes: Buffer) => (attacker.answer += bytes.toString('latin1')));
  socket.on('error', () => undefined).on('close', () => (attacker.closed = true));
  socket.write(text);
  return attacker;
}

const head = (length: number): string =>
  `POST /api/v1/models HTTP/1.1\r\nhost: ${new URL(service.apiUrl).host}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n`;
const crowd = (count: number, text: string): readonly Attacker[] => Array.from({ length: count }, () => leave(text));

async function servesEverybody(name: string): Promise<void> {
  for (const path of ['/livez', '/readyz', '/metrics']) {
    const answer = await service.call('GET', path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.ms).toBeLessThan(STALL_MS);
  }
  for (let turn = 0; turn < 5; turn += 1) {
    const answer = await service.call('POST', '/api/v1/models', { name: `${name}-${turn}` });
    expect(answer.status).toBe(201);
    expect(answer.ms).toBeLessThan(STALL_MS);
  }
}

async function residentBytes(): Promise<number> {
  const { text } = await service.call('GET', '/metrics');
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
}

it('serves everybody else while hundreds of connections say nothing, half a head, half a body, or ask without reading', async () => {
  // Made when it is first asked for, and kept.
  expect((await service.call('GET', '/openapi.json')).status).toBe(200);
  crowd(ATTACKERS, '');
  crowd(ATTACKERS, `GET /api/v1/models HTTP/1.1\r\nhost: ${new URL(service.apiUrl).host}\r\nx-slow: `);
  const drip = crowd(ATTACKERS, `${head(1_000)}\r\n{"name":`);
  const deaf = crowd(ATTACKERS, '');
  const ask = `GET /openapi.json HTTP/1.1\r\nhost: ${new URL(service.apiUrl).host}\r\n\r\n`;
  for (const { socket } of deaf) socket.pause().write(ask.repeat(20));
  await servesEverybody('beside-slow');
  // A byte at a time is no more than silence.
  for (const { socket } of drip) socket.write(' ');
  await servesEverybody('beside-drip');
  for (const socket of sockets.splice(0)) socket.destroy();
});

it('holds no more of unfinished large bodies than there is room for: the oldest are told 503 or cut off, and small requests go on', async () => {
  const before = await residentBytes();
  const body = Buffer.alloc(HUGE_BYTES - 1, ' ').toString();
  const attackers: Attacker[] = [];
  let most = before;
  for (let n = 0; n < HUGE; n += 1) {
    attackers.push(leave(`${head(HUGE_BYTES)}\r\n`));
    attackers.at(-1)?.socket.write(body);
    if (n % 20 === 19) most = Math.max(most, await residentBytes());
  }
  await expect
    .poll(() => attackers.filter(({ answer, closed }) => closed || answer.startsWith('HTTP/1.1 503')).length, { timeout: 60_000 })
    .toBeGreaterThan(HUGE / 2);
  await servesEverybody('beside-huge');
  most = Math.max(most, await residentBytes());
  process.stderr.write(
    `unfinished bodies of ${(HUGE * HUGE_BYTES) / 1e6} MB: resident ${Math.round(before / 1e6)} MB before, ${Math.round(most / 1e6)} MB at most\n`,
  );
  expect(most - before).toBeLessThan(GROWTH);
  // Whoever means it is served, however many wait.
  const large = JSON.stringify({ name: 'large', description: 'x'.repeat(60_000) });
  expect((await service.call('POST', '/api/v1/models', JSON.parse(large))).status).toBeLessThan(500);
});
