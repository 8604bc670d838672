import { runProgram } from '../operation/run-program.js';

const STORY = new URL('../../../../examples/first-promotion/first-promotion.ts', import.meta.url);

/**
 * The main job on a service that runs, told by the example that people run: a trained model with its artifacts, promotions, an approval, a rollback,
 * webhooks and deploys.
 * @throws Error with the example's own words where something is not as told.
 */
export async function tellStory(url: string, token: string, node?: string): Promise<void> {
  const story = runProgram(STORY, { SLIPWAY_URL: url, SLIPWAY_TOKEN: token }, [], [], node);
  const code = await story.ended;
  if (code !== 0) throw new Error(`the story ended with ${code}: ${story.stdout()}${story.stderr()}`);
}
