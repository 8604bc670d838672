import { Injectable } from '@nestjs/common';
import { Ids } from '#application/ports/ids';
import {
  PromotionStore,
  type ApplyOutcome,
  type MoveApplication,
  type MoveQuestion,
  type MoveReading,
  type NewRequest,
  type RollbackReading,
  type StoredPromotion,
} from '#application/ports/promotion-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';
import { actorRef, approvalIdentity } from '#domain/access/actor';
import type { OpenRequest } from '#domain/promotion/promotion-facts';
import type { PromotionState } from '#domain/promotion/promotion-machine';
import { Database } from '../core/database.js';
import { reading, translateDatabaseError } from '../core/database-error.js';
import { Gathered } from '../core/gathered.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';
import { applyMove } from './apply-move.js';
import { applyMoves, gatheredMove, mayBeGathered, type GatheredMove } from './apply-moves.js';
import { RememberedDefinitions } from './definitions.js';
import { findPromotion } from './find-promotion.js';
import { MoveRows } from './move-rows.js';
import { readMove } from './read-move.js';
import { readRollback } from './read-rollback.js';
import type { Run } from './run.js';

/** The promotion store over the database function `slipway_apply_move`. */
@Injectable()
export class PrismaPromotionStore extends PromotionStore {
  private readonly definitions = new RememberedDefinitions();
  private readonly rows = new MoveRows((name, sql) => this.database.hot(name, sql));
  /** One move of a model at a time: of rivals all but one would be in vain. One transaction at a time, so that it takes many. */
  private readonly moves = new Gathered((moves: readonly GatheredMove[]) => applyMoves(this.runner(undefined), this.ids, moves), {
    apart: ({ application }) => application.facts.model.id,
    lanes: 1,
  });

  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {
    super();
  }

  override readMove(question: MoveQuestion, tx?: Transaction): Promise<MoveReading> {
    const run = this.runner(tx);
    return reading(() => readMove(run, tx === undefined ? this.rows : new MoveRows(run, false), this.definitions, question));
  }

  override readRollback(question: Omit<MoveQuestion, 'version'>, tx?: Transaction): Promise<RollbackReading> {
    return reading(() => readRollback(this.runner(tx), question));
  }

  private runner(tx: Transaction | undefined): Run {
    if (tx === undefined) return (name, sql) => this.database.hot(name, sql);
    const client = sqlOf(this.database, tx);
    return (_, sql) => client.$queryRaw(sql);
  }

  override async lockModel(tx: Transaction, modelId: string): Promise<void> {
    await sqlOf(this.database, tx).$queryRaw`SELECT 1 FROM registered_model WHERE id = ${modelId} FOR NO KEY UPDATE`;
  }

  override async apply(application: MoveApplication, tx?: Transaction): Promise<ApplyOutcome> {
    try {
      if (tx === undefined && mayBeGathered(application)) {
        const answer = await this.moves.ask(gatheredMove(application));
        return answer === undefined ? { outcome: 'changed' } : { outcome: 'applied', at: answer.at };
      }
      return await applyMove(this.runner(tx), this.ids, application);
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  override async insertRequest(tx: Transaction, request: NewRequest, createdAt: Date): Promise<void> {
    const { context, move, wish } = request;
    await sqlOf(this.database, tx).promotion.create({
      data: {
        id: move.promotionId,
        workspace: context.workspace,
        modelId: request.modelId,
        versionId: move.versionId,
        version: move.version,
        kind: move.kind,
        state: 'pending',
        fromStage: move.fromStage,
        toStage: move.toStage,
        reason: move.reason,
        archiveExisting: move.archiveExisting,
        allowEmpty: move.allowEmpty,
        incumbentVersion: move.incumbentVersion,
        expectsIncumbent: wish.expectedIncumbent !== undefined,
        expectedIncumbent: wish.expectedIncumbent ?? null,
        incident: move.incident,
        manifestDigest: move.manifestDigest,
        requester: requesterJson(context),
        requesterId: context.actor.id,
        door: context.door,
        client: context.client,
        requestId: context.requestId,
        createdAt,
        expiresAt: request.expiresAt,
      },
    });
    await this.touchStageRevision(tx, request.modelId);
  }

  override find(workspace: string, id: string, tx?: Transaction): Promise<StoredPromotion | null> {
    return reading(() => findPromotion(sqlOf(this.database, tx), workspace, id));
  }

  override async close(
    tx: Transaction,
    id: string,
    from: PromotionState,
    to: PromotionState,
    context: CommandContext | null,
    reason: string | null,
    at: Date,
  ): Promise<boolean> {
    const closed = await sqlOf(this.database, tx).promotion.updateMany({
      where: { id, state: from },
      data: {
        state: to,
        closedAt: at,
        decisionReason: reason,
        revision: { increment: 1 },
        ...(context === null ? {} : { decidedBy: { ...actorRef(context.actor) } }),
      },
    });
    return closed.count === 1;
  }

  override async recordApproval(
    tx: Transaction,
    approval: Parameters<PromotionStore['recordApproval']>[1],
    context: CommandContext,
    at: Date,
  ): Promise<void> {
    const data = {
      actor: { ...actorRef(context.actor) },
      decision: approval.decision,
      comment: approval.comment,
      door: context.door,
      bound: { ...approval.bound } as Prisma.InputJsonObject,
      createdAt: at,
    };
    await sqlOf(this.database, tx).approval.upsert({
      where: { promotionId_personId: { promotionId: approval.promotionId, personId: approval.personId } },
      create: { ...data, id: approval.id, workspace: context.workspace, promotionId: approval.promotionId, personId: approval.personId },
      update: data,
    });
  }

  override async addComment(
    tx: Transaction,
    promotionId: string,
    id: string,
    body: string,
    context: CommandContext,
    at: Date,
  ): Promise<void> {
    await sqlOf(this.database, tx).promotionComment.create({
      data: { id, workspace: context.workspace, promotionId, actor: { ...actorRef(context.actor) }, body, createdAt: at },
    });
  }

  override async touchStageRevision(tx: Transaction, modelId: string): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`UPDATE registered_model SET stage_revision = stage_revision + 1 WHERE id = ${modelId}`;
  }

  override async findExpired(now: Date, limit: number): Promise<readonly string[]> {
    const rows = await reading(() =>
      this.database.client.promotion.findMany({
        where: { state: { in: ['pending', 'scheduled'] }, expiresAt: { lte: now } },
        orderBy: { expiresAt: 'asc' },
        take: limit,
        select: { id: true },
      }),
    );
    return rows.map((row) => row.id);
  }

  override openRequestsOfVersion(tx: Transaction, versionId: string): Promise<readonly (OpenRequest & { readonly toStage: string })[]> {
    return sqlOf(this.database, tx).$queryRaw`
      SELECT id, version, version_id AS "versionId", state, requester_id AS "requesterId", to_stage AS "toStage" FROM promotion
      WHERE version_id = ${versionId} AND state IN ('pending', 'scheduled') ORDER BY created_at`;
  }
}

/** The requester with the person behind it, so that an owner cannot approve what an own service account asked for. */
function requesterJson(context: CommandContext): Prisma.InputJsonObject {
  const { actor } = context;
  return { ...actorRef(actor), personId: approvalIdentity(actor) };
}
