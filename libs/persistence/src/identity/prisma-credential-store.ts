import { Injectable } from '@nestjs/common';
import { CredentialStore, type Credential } from '#application/ports/credential-store';
import type { Actor } from '#domain/access/actor';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { Prisma } from '../generated/client.js';
import { bindingsOf, narrowingOf, type BindingRow } from './binding-rows.js';

interface Row {
  readonly tokenId: string;
  readonly expiresAt: Date | null;
  readonly role: string | null;
  readonly patterns: readonly string[];
  readonly holderId: string;
  readonly name: string;
  /** Null where the holder is a user. */
  readonly ownerId: string | null;
  readonly bindings: readonly BindingRow[];
}

/** Authentication's questions, each one statement. */
@Injectable()
export class PrismaCredentialStore extends CredentialStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async findByTokenHash(workspace: string, hash: string): Promise<Credential | null> {
    const rows = await reading(() =>
      this.database.hot<Row>(
        'credential',
        Prisma.sql`
        SELECT t.id AS "tokenId", t.expires_at AS "expiresAt", t.role, t.patterns, t.holder_id AS "holderId", coalesce(u.name, s.name) AS name,
          s.owner_id AS "ownerId",
          coalesce((
            SELECT jsonb_agg(jsonb_build_object('role', b.role, 'pattern', b.pattern)) FROM (
              SELECT role, pattern FROM role_binding
                WHERE workspace = t.workspace AND subject_type = t.holder_type AND subject_id = t.holder_id
              UNION ALL
              SELECT r.role, r.pattern FROM group_member g JOIN role_binding r ON r.subject_type = 'group' AND r.subject_id = g.group_id
                WHERE g.user_id = u.id AND r.workspace = t.workspace) b), '[]') AS bindings
        FROM api_token t
        LEFT JOIN user_account u ON t.holder_type = 'user' AND u.id = t.holder_id AND u.workspace = t.workspace
        LEFT JOIN service_account s ON t.holder_type = 'service_account' AND s.id = t.holder_id AND s.workspace = t.workspace
        LEFT JOIN user_account o ON o.id = s.owner_id AND o.workspace = s.workspace
        WHERE t.hash = ${hash} AND t.workspace = ${workspace} AND t.revoked_at IS NULL
          AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())
          AND ((u.id IS NOT NULL AND u.disabled_at IS NULL)
            OR (s.id IS NOT NULL AND s.disabled_at IS NULL AND o.id IS NOT NULL AND o.disabled_at IS NULL))`,
      ),
    );
    const [row] = rows;
    return row === undefined ? null : { actor: actorOf(row), tokenId: row.tokenId, expiresAt: row.expiresAt };
  }

  override async touchLastUsed(tokenIds: readonly string[], at: Date): Promise<void> {
    if (tokenIds.length === 0) return;
    await reading(
      () => this.database.client.$executeRaw`
        UPDATE api_token SET last_used_at = ${at} WHERE id = ANY(${[...tokenIds]}) AND (last_used_at IS NULL OR last_used_at < ${at})`,
    );
  }
}

function actorOf({ holderId, name, ownerId, bindings, role, patterns }: Row): Actor {
  const base = { id: holderId, name, bindings: bindingsOf(bindings), narrowing: narrowingOf(role, patterns) };
  return ownerId === null ? { ...base, type: 'user' } : { ...base, type: 'service_account', ownerUserId: ownerId };
}
