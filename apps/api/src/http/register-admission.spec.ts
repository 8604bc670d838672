import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { ProblemWriter } from '../errors/problem.js';
import { Admission } from './admission.js';
import { registerAdmission } from './register-admission.js';
import './lengthy.js';

const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** A server that lets two in, with a route of each kind whose answers wait for `finish`. */
async function server(): Promise<{ readonly fastify: FastifyInstance; readonly finish: () => void }> {
  const fastify = Fastify();
  onTestFinished(() => fastify.close());
  const limits = { burst: 2, least: 2, most: 2, withinMs: 1_000 };
  registerAdmission(fastify, new Admission(undefined, limits), new ProblemWriter(undefined), silent);
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const answer = async (): Promise<string> => {
    await finished;
    return 'done';
  };
  fastify.get('/usual', answer);
  fastify.post('/usual', answer);
  // More than the buffers of a connection hold.
  const large = Buffer.alloc(16 * 1024 * 1024);
  fastify.get('/large', async () => large);
  fastify.get('/lengthy', { config: { slipwayLengthy: true } }, answer);
  await fastify.listen({ host: '127.0.0.1', port: 0 });
  return { fastify, finish };
}

const get = ({ listeningOrigin }: FastifyInstance, path: string) => fetch(`${listeningOrigin}${path}`).then((response) => response.status);

it('refuses whoever comes when the places are taken', async () => {
  const { fastify, finish } = await server();
  let refused = 0;
  const four = [1, 2, 3, 4].map(() =>
    get(fastify, '/usual').then((status) => {
      if (status === 503) refused += 1;
      return status;
    }),
  );
  // Nobody who is inside has an answer yet; once they have, whoever comes late finds a place.
  await expect.poll(() => refused).toBe(2);
  finish();
  expect((await Promise.all(four)).toSorted((one, other) => one - other)).toEqual([200, 200, 503, 503]);
});

/** A connection of a client that takes its time, with what it has sent so far. */
function connected({ listeningOrigin }: FastifyInstance, sent: string): Socket {
  const socket = connect(Number(new URL(listeningOrigin).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write(sent);
  return socket;
}

it('does not let bodies that do not come shut out anybody, and counts those that have come', async () => {
  const { fastify, finish } = await server();
  let begun = 0;
  fastify.server.on('request', () => (begun += 1));
  const slow = Array.from({ length: 20 }, () =>
    connected(fastify, 'POST /usual HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{'),
  );
  await expect.poll(() => begun).toBe(20);
  const [one, two] = [get(fastify, '/usual'), get(fastify, '/usual')];
  await expect.poll(() => begun).toBe(22);
  // Both places are taken now: the bodies find none.
  const answer = new Promise<string>((resolve) => slow[0]?.once('data', (bytes) => resolve(bytes.toString())));
  slow[0]?.write('}');
  expect(await answer).toMatch(/^HTTP\/1.1 503 /);
  finish();
  expect(await Promise.all([one, two])).toEqual([200, 200]);
});

it('does not let answers that nobody reads shut out anybody', async () => {
  const { fastify } = await server();
  let begun = 0;
  fastify.server.on('request', () => (begun += 1));
  for (let count = 0; count < 4; count += 1) connected(fastify, 'GET /large HTTP/1.1\r\nHost: a\r\n\r\n').pause();
  await expect.poll(() => begun, { timeout: 10_000 }).toBe(4);
  expect(await get(fastify, '/large')).toBe(200);
});

it('does not let lengthy work shut out anybody', async () => {
  const { fastify, finish } = await server();
  const lengthy = Promise.all(Array.from({ length: 20 }, () => get(fastify, '/lengthy')));
  const usual = Promise.all([get(fastify, '/usual'), get(fastify, '/usual')]);
  finish();
  expect(await usual).toEqual([200, 200]);
  expect(new Set(await lengthy)).toEqual(new Set([200]));
});

it('lets nobody begin any amount of lengthy work', async () => {
  const { fastify, finish } = await server();
  let refused = 0;
  const lengthy = Array.from({ length: 100 }, () => get(fastify, '/lengthy').then((status) => (refused += status === 503 ? 1 : 0)));
  await expect.poll(() => refused).toBe(36);
  const usual = get(fastify, '/usual');
  finish();
  expect(await usual).toBe(200);
  await Promise.all(lengthy);
  expect(refused).toBe(36);
  expect(await get(fastify, '/lengthy')).toBe(200);
});
