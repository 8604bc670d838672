import type pg from 'pg';
import { generateToken } from '#platform/crypto/tokens';

/** The user who owns what a bench makes. */
export const OWNER_ID = 'usr_bench0';

/**
 * Makes so many administrators with a token each and answers the tokens. One per concurrent caller: the default rate limits count per
 * account, and 32 clients of a registry are hardly ever one account.
 */
export async function makeCallers(pool: pg.Pool, count: number): Promise<readonly string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { token, prefix, hash } = generateToken();
    const user = `usr_bench${index}`;
    await pool.query(`INSERT INTO user_account (id, workspace, name, created_at) VALUES ($1, 'default', $1, now())`, [user]);
    await pool.query(
      `INSERT INTO role_binding (id, workspace, subject_type, subject_id, role, pattern, creator_id, created_at)
       VALUES ('rol_bench' || $2, 'default', 'user', $1, 'admin', '*', $1, now())`,
      [user, index],
    );
    await pool.query(
      `INSERT INTO api_token (id, workspace, name, prefix, hash, holder_type, holder_id, creator_id, created_at)
       VALUES ('tok_bench' || $4, 'default', 'bench', $2, $3, 'user', $1, $1, now())`,
      [user, prefix, hash, index],
    );
    tokens.push(token);
  }
  return tokens;
}
