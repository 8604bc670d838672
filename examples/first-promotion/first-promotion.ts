import { randomBytes } from 'node:crypto';
import { createSlipwayClient } from '#sdk/client';
import { ProblemError } from '#sdk/problem-error';
import { startGithub } from './github.js';
import { Receiver } from './receiver.js';
import { findService } from './service.js';
import { Story } from './story.js';
import { renderStory } from './table.js';
import { NotAsToldError, toldEqual } from './told.js';

/**
 * `npm run example:first-promotion`: the main job on a real trained model, on the service that runs or on one of its own. Exits with 1 and a
 * sentence where something is not as told.
 */
async function main(): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const service = await findService(process.env, say);
    closing.push(() => service.stop());
    say(`Slipway at ${service.url}`);
    const github = await startGithub();
    closing.push(() => github.stop());
    const receiver = await Receiver.start();
    closing.push(() => receiver.close());
    const client = createSlipwayClient({ url: service.url, token: service.token, client: 'first-promotion' });
    const suffix = `${Date.now().toString(36)}${randomBytes(2).toString('hex')}`;
    const story = new Story({ client, receiver, github, suffix, say });
    closing.push(() => story.tidy());
    const end = await story.tell();
    toldEqual('The workflow runs that were started', (await github.runs()).length, 3);
    toldEqual("What broke GitHub's own schemas", await github.stop(), []);
    say(renderStory(end));
    if (!service.own) say(`The model stays: GET ${service.url}/api/v1/models/${end.model}/stages`);
  } finally {
    // What cannot be closed does not hide why the story ended.
    for (const close of closing.reverse()) await close().catch((error: unknown) => say(`While tidying up: ${sentence(error)}`));
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = 1;
}

function sentence(error: unknown): string {
  if (error instanceof NotAsToldError) return `Not as told: ${error.message}`;
  if (error instanceof ProblemError) {
    const details = error.errors.map(({ pointer, message }) => ` ${pointer ?? ''} ${message}`).join('');
    return `Not as told: the service answered ${error.status} ${error.code}: ${error.message}${details}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
