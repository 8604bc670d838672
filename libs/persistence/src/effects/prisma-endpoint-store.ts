import { Injectable } from '@nestjs/common';
import { EndpointStore, type EndpointSettings, type NewEndpoint, type StoredEndpoint } from '#application/ports/endpoint-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { EndpointState } from '#domain/delivery/endpoint-health';
import { Database } from '../core/database.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { AT_ONCE, endUnfinished } from './mass-changes-sql.js';

/** Endpoints in the table `webhook_endpoint`; a deleted one keeps its row for its history. */
@Injectable()
export class PrismaEndpointStore extends EndpointStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async stageKeys(tx: Transaction, workspace: string): Promise<readonly string[]> {
    const rows = await sqlOf(this.database, tx).stageDefinition.findMany({ where: { workspace }, select: { key: true } });
    return rows.map((row) => row.key);
  }

  override async insert(tx: Transaction, workspace: string, endpoint: NewEndpoint, at: Date): Promise<void> {
    const { owner, eventTypes, stages, ...rest } = endpoint;
    await sqlOf(this.database, tx).webhookEndpoint.create({
      data: {
        ...rest,
        workspace,
        eventTypes: [...eventTypes],
        stages: [...stages],
        state: 'active',
        ownerType: owner.type,
        ownerId: owner.id,
        ownerName: owner.name,
        createdAt: at,
        updatedAt: at,
      },
    });
  }

  override async lock(tx: Transaction, workspace: string, id: string): Promise<StoredEndpoint | null> {
    const rows = await sqlOf(this.database, tx).$queryRaw<StoredEndpoint[]>`
      SELECT id, url, description, event_types AS "eventTypes", models, stages, ordered, state, previous_until AS "previousUntil", revision
      FROM webhook_endpoint
      WHERE id = ${id} AND workspace = ${workspace} AND deleted_at IS NULL FOR UPDATE`;
    return rows[0] ?? null;
  }

  override async update(
    tx: Transaction,
    id: string,
    endpoint: EndpointSettings & { readonly state: EndpointState },
    restart: boolean,
    at: Date,
  ): Promise<void> {
    const { url, description, models, ordered, state } = endpoint;
    const fresh = { failuresInRow: 0, failingSince: null, circuitOpenUntil: null, circuitProbes: 0, stateReason: null };
    await sqlOf(this.database, tx).webhookEndpoint.update({
      where: { id },
      data: {
        url,
        description,
        models,
        ordered,
        state,
        eventTypes: [...endpoint.eventTypes],
        stages: [...endpoint.stages],
        updatedAt: at,
        revision: { increment: 1 },
        ...(restart ? fresh : {}),
      },
    });
  }

  override async rotateSecret(tx: Transaction, id: string, sealed: string, overlapHours: number, at: Date): Promise<Date> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ until: Date }[]>`
      UPDATE webhook_endpoint SET previous_secret = CASE WHEN ${overlapHours}::float8 > 0 THEN secret END, previous_until = ${at}::timestamptz + ${overlapHours}::float8 * interval '1 hour',
        secret = ${sealed}, revision = revision + 1, updated_at = ${at}
      WHERE id = ${id} RETURNING previous_until AS until`;
    const [row] = rows;
    if (row === undefined) throw new Error(`the endpoint ${id} is gone while it was locked`);
    return row.until;
  }

  override async delete(tx: Transaction, id: string, at: Date): Promise<void> {
    const sql = sqlOf(this.database, tx);
    await sql.webhookEndpoint.update({
      where: { id },
      data: { deletedAt: at, updatedAt: at, secret: '', previousSecret: null, revision: { increment: 1 } },
    });
    // From here on nothing is claimed. The workers end what is left, however many these are (ADR 29).
    await endUnfinished(sql, id, null, AT_ONCE);
  }
}
