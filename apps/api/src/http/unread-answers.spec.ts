import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { registerUnreadAnswers } from './unread-answers.js';

const LARGE = 16 * 1024 * 1024;

/** A server that waits so long for its readers, in milliseconds; it counts connections and streams that were given up. */
async function server(unreadMs: number): Promise<{ readonly port: number; readonly ended: () => number; readonly closed: () => number }> {
  const fastify = Fastify();
  onTestFinished(() => fastify.close());
  registerUnreadAnswers(fastify, unreadMs);
  const large = Buffer.alloc(LARGE);
  let ended = 0;
  fastify.get('/buffer', async () => large);
  fastify.get('/stream', (_, reply) => {
    const stream = Readable.from(Array.from({ length: 256 }, () => large.subarray(0, LARGE / 256)));
    stream.once('close', () => (ended += 1));
    return reply.send(stream);
  });
  fastify.get('/work', async () => {
    await new Promise((resolve) => setTimeout(resolve, 3 * unreadMs));
    return 'done';
  });
  let closed = 0;
  fastify.server.on('connection', (socket) => socket.once('close', () => (closed += 1)));
  const { port } = new URL(await fastify.listen({ host: '127.0.0.1', port: 0 }));
  return { port: Number(port), ended: () => ended, closed: () => closed };
}

function ask(port: number, path: string): Socket {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  return socket;
}

it('ends the connection of a client that takes nothing, and what its answer is read from', async () => {
  const { port, ended, closed } = await server(300);
  for (const [index, path] of ['/buffer', '/stream'].entries()) {
    const socket = ask(port, path);
    socket.pause();
    await expect.poll(closed, { timeout: 10_000 }).toBe(index + 1);
    let bytes = 0;
    socket.on('data', (piece) => (bytes += piece.length)).resume();
    await once(socket, 'close');
    expect(bytes).toBeLessThan(LARGE);
  }
  await expect.poll(ended).toBe(1);
});

it('waits for a slow reader, for slow work, and for the next request', async () => {
  const { port } = await server(300);
  const slow = ask(port, '/stream');
  let bytes = 0;
  slow.on('data', (piece) => {
    bytes += piece.length;
    slow.pause();
    setTimeout(() => slow.resume(), 1);
  });
  await expect.poll(() => bytes, { timeout: 20_000 }).toBeGreaterThan(LARGE);
  const work = ask(port, '/work');
  const [answer] = await once(work, 'data');
  expect(String(answer)).toMatch(/done$/);
  const twice = ask(port, '/work');
  expect(String((await once(twice, 'data'))[0])).toMatch(/done$/);
  twice.write('GET /work HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(String((await once(twice, 'data'))[0])).toMatch(/done$/);
});
