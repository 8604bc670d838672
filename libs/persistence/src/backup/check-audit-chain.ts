import { ChainVerifier } from '#domain/audit/audit-chain';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { sha256Hex } from '#platform/crypto/digest';
import { PrismaAuditStore } from '../audit/prisma-audit-store.js';
import { Database } from '../core/database.js';

/** Entries read at a time. */
const PAGE = 500;

/**
 * Reads the whole audit log and computes its chain again, against the newest checkpoint that is kept with it.
 * @returns what does not hold, or null.
 */
export async function checkAuditChain(databaseUrl: string): Promise<string | null> {
  const database = new Database({ url: databaseUrl, poolSize: 2 });
  try {
    const store = new PrismaAuditStore(database);
    const newest = await store.newestCheckpoint(DEFAULT_WORKSPACE);
    const verifier = new ChainVerifier(sha256Hex, newest === null ? [] : [newest]);
    let next = 1;
    for (;;) {
      const page = await store.sealed(DEFAULT_WORKSPACE, next, PAGE);
      if (page.length === 0 || !page.every((entry) => verifier.add(entry))) break;
      next += page.length;
    }
    const { broken } = verifier.finish();
    if (broken !== null) return `entry ${broken.line}: ${broken.message}`;
    return newest !== null && newest.position >= next
      ? `a checkpoint tells of ${newest.position} entries, and there are ${next - 1}`
      : null;
  } finally {
    await database.close();
  }
}
