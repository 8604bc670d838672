import type { Database } from '#persistence/core/database';

/** States of a deployment in which something is still to be done. */
const UNFINISHED = ['queued', 'reconciling', 'dispatched', 'running'];

/**
 * Lets the time pass for which the claims of a dead process stand (25 s for deliveries, 20 s for deployments), and the ten minutes for which a
 * run is looked for whose acceptance nobody knows. Only while no process runs: a live one would lose its claims.
 */
export async function leasesRunOut(database: Database): Promise<void> {
  const { client } = database;
  await client.$executeRaw`UPDATE delivery SET lease_until = now() WHERE lease_until > now()`;
  await client.$executeRaw`UPDATE webhook_endpoint SET drain_until = now() WHERE drain_until > now()`;
  await client.$executeRaw`
    UPDATE deployment SET lease_until = now(), due_at = least(due_at, now()),
      sent_at = CASE WHEN state = 'reconciling' THEN sent_at - interval '11 minutes' ELSE sent_at END
    WHERE state = ANY(${UNFINISHED})`;
}

/** Lets the pauses between two looks at a run, and between two attempts of a delivery, be over. Touches nothing that somebody works on. */
export async function pausesAreOver(database: Database): Promise<void> {
  await database.client.$executeRaw`
    UPDATE deployment SET due_at = now() WHERE state = ANY(${UNFINISHED}) AND due_at > now() AND (lease_until IS NULL OR lease_until <= now())`;
  await database.client.$executeRaw`
    UPDATE delivery SET next_attempt_at = now() WHERE state = 'failing' AND next_attempt_at > now() AND (lease_until IS NULL OR lease_until <= now())`;
}
