import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';

/**
 * Waits until the worker has relayed every event and sealed every audit entry, so that what one side has left undone does not burden the
 * next one. @returns how long that took, milliseconds.
 */
export async function settled(pool: pg.Pool): Promise<number> {
  const start = performance.now();
  for (;;) {
    const { rows } = await pool.query<{ busy: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM event WHERE position IS NULL) OR EXISTS (SELECT 1 FROM audit_unsealed) AS busy`,
    );
    if (rows[0]?.busy !== true) return performance.now() - start;
    await pause(20);
  }
}
