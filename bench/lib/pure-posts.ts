import { Pool } from 'undici';
import { generateWebhookSecret, signWebhook } from '#integrations/webhook/src/sign';
import { PROMOTION_DATA } from './endpoints.js';

const SECRET = generateWebhookSecret();

/** Signs a body as deliveries are signed. */
export function signedPost(
  id: string,
  promotionId = PROMOTION_DATA.promotionId,
): { readonly headers: Record<string, string>; readonly body: string } {
  const timestamp = new Date();
  const body = JSON.stringify({
    id,
    type: 'promotion.applied',
    timestamp: timestamp.toISOString(),
    apiVersion: '1',
    workspace: 'default',
    model: 'model-000001',
    modelId: 'mdl_00000000000000000000000001',
    sequence: 1,
    position: 1,
    actor: { id: 'usr_bench0', name: 'bench', type: 'user' },
    door: 'rest',
    data: { ...PROMOTION_DATA, promotionId },
  });
  return { headers: { 'content-type': 'application/json', ...signWebhook({ id, timestamp, body, secrets: [SECRET] }) }, body };
}

/** The control of deliveries: a loop of signed POSTs by so many callers, with nothing claimed and nothing stored. @returns posts per second. */
export async function purePosts(url: string, count: number, callers: number): Promise<number> {
  const pool = new Pool(url, { connections: callers, pipelining: 1 });
  const start = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < count) {
        next += 1;
        const answer = await pool.request({ method: 'POST', path: '/pure', ...signedPost(`evt_${next}`) });
        await answer.body.dump();
      }
    }),
  );
  const took = performance.now() - start;
  await pool.close();
  return count / (took / 1_000);
}
