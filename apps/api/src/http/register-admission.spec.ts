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
  fastify.get('/lengthy', { config: { slipwayLengthy: true } }, answer);
  await fastify.listen({ host: '127.0.0.1', port: 0 });
  return { fastify, finish };
}

const get = ({ listeningOrigin }: FastifyInstance, path: string) => fetch(`${listeningOrigin}${path}`).then((response) => response.status);

it('refuses whoever comes when the places are taken', async () => {
  const { fastify, finish } = await server();
  const four = [1, 2, 3, 4].map(() => get(fastify, '/usual'));
  // Nobody who is inside has an answer yet.
  expect(await Promise.race(four)).toBe(503);
  finish();
  expect((await Promise.all(four)).toSorted()).toEqual([200, 200, 503, 503]);
});

it('does not let lengthy work shut out anybody', async () => {
  const { fastify, finish } = await server();
  const lengthy = Promise.all(Array.from({ length: 20 }, () => get(fastify, '/lengthy')));
  const usual = Promise.all([get(fastify, '/usual'), get(fastify, '/usual')]);
  finish();
  expect(await usual).toEqual([200, 200]);
  expect(new Set(await lengthy)).toEqual(new Set([200]));
});
