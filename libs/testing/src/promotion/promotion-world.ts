import { ApprovePromotion } from '#application/approve-promotion/approve-promotion';
import { CancelPromotion } from '#application/cancel-promotion/cancel-promotion';
import { ExpirePromotions } from '#application/expire-promotions/expire-promotions';
import type { Clock } from '#application/ports/clock';
import { Ids, type IdPrefix } from '#application/ports/ids';
import { EffectsSignal } from '#application/ports/effects-signal';
import { PromoteVersion } from '#application/promote-version/promote-version';
import { RejectPromotion } from '#application/reject-promotion/reject-promotion';
import { RollBackStage } from '#application/roll-back-stage/roll-back-stage';
import { CommentPromotion } from '#application/comment-promotion/comment-promotion';
import { Links } from '#application/shared/links';
import { MoveWriter } from '#application/shared/move-writer';
import { OpenPromotions } from '#application/shared/open-promotions';
import { Database } from '#persistence/core/database';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { PrismaPromotionStore } from '#persistence/promotion/prisma-promotion-store';
import { newId } from '#platform/ids/id-generator';
import type { TestDatabase } from '#testing/database/test-cluster';
import { createTestDatabase } from '#testing/database/test-database';
import { contextOf, user } from './actors.js';

class TestIds extends Ids {
  override next(prefix: IdPrefix): string {
    return newId(prefix);
  }
}

class NoSignal extends EffectsSignal {
  override wake(): void {
    // Nobody listens: tests of use cases read the tables.
  }
}

class RelativeLinks extends Links {
  override ofPromotion(model: string, version: number, promotionId: string) {
    return { model: `/models/${model}`, version: `/models/${model}/versions/${version}`, promotion: `/promotions/${promotionId}` };
  }
  override ofVersion(model: string, version: number) {
    return { version: `/models/${model}/versions/${version}` };
  }
}

/** A version that stands somewhere. */
export interface Standing {
  readonly version: number;
  readonly stage: string;
}

/** The promotion use cases over the real adapters on a fresh database, and eyes to see what they left behind. */
export class PromotionWorld {
  readonly ids = new TestIds();
  readonly promote: PromoteVersion;
  readonly approve: ApprovePromotion;
  readonly reject: RejectPromotion;
  readonly cancel: CancelPromotion;
  readonly comment: CommentPromotion;
  readonly rollBack: RollBackStage;
  readonly expire: ExpirePromotions;

  private constructor(
    readonly database: Database,
    private readonly drop: () => Promise<void>,
    clock: Clock,
  ) {
    const signal = new NoSignal();
    const unit = new PrismaUnitOfWork(database);
    const journal = new PrismaJournal(database, this.ids);
    const store = new PrismaPromotionStore(database, this.ids);
    const keys = new PrismaIdempotencyStore(database);
    const writer = new MoveWriter(store, new RelativeLinks());
    const open = new OpenPromotions(store);
    this.promote = new PromoteVersion(store, writer, unit, journal, keys, this.ids, signal);
    this.approve = new ApprovePromotion(open, store, writer, unit, journal, keys, this.ids, signal);
    this.reject = new RejectPromotion(open, store, unit, journal, keys, this.ids, signal);
    this.cancel = new CancelPromotion(open, store, unit, journal, keys, signal);
    this.comment = new CommentPromotion(open, store, unit, journal, keys, this.ids, signal);
    this.rollBack = new RollBackStage(store, writer, unit, journal, this.ids, signal);
    this.expire = new ExpirePromotions(clock, open, store, unit, journal, signal);
  }

  /** On a fresh database, or on one that was made for it. */
  static async start(clock: Clock = { now: () => new Date() }, given?: TestDatabase): Promise<PromotionWorld> {
    const made = given ?? (await createTestDatabase());
    return new PromotionWorld(new Database({ url: made.url }), () => made.drop(), clock);
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.drop();
  }

  /** Registers a model with READY versions 1 to `versions`. */
  async model(name: string, versions: number): Promise<string> {
    const id = this.ids.next('mdl');
    await this.database.client.$executeRaw`
      INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_change_at, created_at, updated_at)
      VALUES (${id}, 'default', ${name}, 'user', 'usr_owner', 'owner', now(), now(), now())`;
    for (let n = 1; n <= versions; n += 1) await this.version(id);
    return id;
  }

  /** Registers the next version of a model, READY. */
  async version(modelId: string, status = 'READY'): Promise<void> {
    const version = JSON.stringify({
      id: this.ids.next('ver'),
      status,
      integrity: 'verified',
      source: 's3://bucket/model',
      description: '',
      lineage: {},
    });
    const context = contextOf(user('owner', 'admin'));
    await this.database.client.$queryRaw`
      SELECT slipway_register_version('default', ${modelId}, ${version}::jsonb, '{}', '{}', '{}',
        ${JSON.stringify({ actor: { type: 'user', id: 'usr_owner', name: 'owner' }, actorId: context.actor.id, door: 'rest', apiVersion: '1' })}::jsonb, '[]', '[]', null)::text`;
  }

  /** Where every version of a model stands now, in the order of their numbers. */
  standing(modelId: string): Promise<Standing[]> {
    return this.database.client
      .$queryRaw`SELECT version, stage FROM stage_placement WHERE model_id = ${modelId} AND to_at IS NULL ORDER BY version`;
  }

  /** The versions in one stage now. */
  async inStage(modelId: string, stage: string): Promise<number[]> {
    return (await this.standing(modelId)).filter((one) => one.stage === stage).map((one) => one.version);
  }

  /** Types of the model's events in order. */
  async events(modelId: string): Promise<string[]> {
    const rows = await this.database.client.event.findMany({ where: { modelId }, orderBy: { sequence: 'asc' }, select: { type: true } });
    return rows.map((row) => row.type);
  }

  async stateOf(promotionId: string): Promise<string | undefined> {
    return (await this.database.client.promotion.findUnique({ where: { id: promotionId } }))?.state;
  }
}
