import { Injectable } from '@nestjs/common';
import { approvalIdentity, isPerson, type Actor } from '#domain/access/actor';
import { permissionDenied } from '#domain/access/authorize';
import { SlipwayError } from '#domain/errors/slipway-error';
import { decidePromotion, incumbentOf, mayApply, touchesProtected, type PromotionDecision } from '#domain/promotion/decide-promotion';
import { EffectsSignal } from '#application/ports/effects-signal';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { PromotionStore, type StoredPromotion } from '#application/ports/promotion-store';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { standingOf } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { definitionsChanged, MAX_TURNS, MoveWriter } from '#application/shared/move-writer';
import { OpenPromotions, type LockedRequest } from '#application/shared/open-promotions';
import { refusal } from '#application/shared/refusal';

export interface ApprovePromotionCommand {
  readonly promotionId: string;
  readonly comment: string;
  /** The incumbent that the approver saw, null for nobody: another one now is a refusal. */
  readonly expectedIncumbent?: number | null;
}

/**
 * One person's yes to a promotion that waits. The verdict is asked again with everything as it is now, under the model's lock; where
 * nothing is missing any more the promotion is applied in the same transaction.
 */
@Injectable()
export class ApprovePromotion {
  constructor(
    private readonly open: OpenPromotions,
    private readonly promotions: PromotionStore,
    private readonly writer: MoveWriter,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly idempotency: IdempotencyStore,
    private readonly ids: Ids,
    private readonly signal: EffectsSignal,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND; PERMISSION_DENIED for automation, for whoever could not apply it, and for the requester; INVALID_STATE
   *   when it no longer waits; the code of the rule that refuses it now.
   */
  async execute(context: CommandContext, command: ApprovePromotionCommand): Promise<void> {
    const refused = await this.unitOfWork.run((tx) => this.approve(context, command, tx));
    if (refused !== null) throw refused;
    this.signal.wake();
  }

  private async approve(context: CommandContext, command: ApprovePromotionCommand, tx: Transaction): Promise<SlipwayError | null> {
    const seen = await this.open.visible(context, command.promotionId, tx);
    await this.promotions.lockModel(tx, seen.modelId);
    // Asked under the lock, so that a rival under the same key has ended; claimed only when it is not refused, so that a refusal stays one.
    const known = await this.idempotency.find(context);
    if (known !== null) {
      replayOf(context.idempotency, known);
      return null;
    }
    const request = await this.open.lock(context, seen.id, tx);
    const personId = approverOf(context.actor, request);
    const decision = judge(context, command, request);
    if (decision.kind === 'already-there') {
      return new SlipwayError('INVALID_STATE', `Version ${request.stored.version} stands in ${request.stored.toStage} already.`);
    }
    if (decision.verdict.kind === 'refuse') {
      await this.audit(tx, context, request, 'refused', { code: decision.verdict.code, reasons: decision.verdict.reasons });
      return refusal(decision.verdict);
    }
    await this.idempotency.claim(tx, context, { status: 200, resourceType: 'promotion', resourceId: seen.id });
    await this.record(context, command, request, personId, tx);
    if (decision.verdict.kind === 'pass') await this.apply(context, command, request, tx);
    return null;
  }

  private async record(
    context: CommandContext,
    { comment }: ApprovePromotionCommand,
    request: LockedRequest,
    personId: string,
    tx: Transaction,
  ): Promise<void> {
    const { stored, facts } = request;
    const at = await this.journal.record(tx, context, {
      modelId: stored.modelId,
      events: [{ type: 'promotion.approved', stage: stored.toStage, data: { ...dataOf(stored), comment } }],
      audit: [this.entry(request, 'done', { comment })],
    });
    const bound = {
      fromStage: facts.version.stage.name,
      toStage: facts.target.name,
      incumbent: incumbentOf(facts)?.version ?? null,
      manifestDigest: facts.version.manifestDigest,
    };
    const approval = { id: this.ids.next('apr'), promotionId: stored.id, personId, decision: 'approve', comment, bound } as const;
    await this.promotions.recordApproval(tx, approval, context, at);
  }

  /** Decides again where the definitions of the workspace changed meanwhile; nothing else can under the model's lock. */
  private async apply(context: CommandContext, command: ApprovePromotionCommand, request: LockedRequest, tx: Transaction): Promise<void> {
    const { stored } = request;
    let { facts } = request;
    for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
      const decision = judge(context, command, { stored, facts });
      if (decision.kind !== 'judged' || decision.verdict.kind !== 'pass') break;
      const outcome = await this.writer.write(context, facts, { ...decision.move, promotionId: stored.id }, stored.state, tx);
      if (outcome.outcome === 'applied') return;
      facts = await this.open.facts(context, stored, tx);
    }
    throw definitionsChanged();
  }

  private async audit(
    tx: Transaction,
    context: CommandContext,
    request: LockedRequest,
    outcome: 'done' | 'refused',
    data: Record<string, unknown>,
  ): Promise<void> {
    await this.journal.record(tx, context, { modelId: request.stored.modelId, events: [], audit: [this.entry(request, outcome, data)] });
  }

  private entry({ stored }: LockedRequest, outcome: 'done' | 'refused', data: Record<string, unknown>) {
    return { action: 'promotion.approve', outcome, objectType: 'promotion', objectId: stored.id, data: { ...dataOf(stored), ...data } };
  }
}

/** The verdict about a request as this actor approves it. */
function judge(
  context: CommandContext,
  { expectedIncumbent }: ApprovePromotionCommand,
  { stored, facts }: LockedRequest,
): PromotionDecision {
  const wish = expectedIncumbent === undefined ? stored.wish : { ...stored.wish, expectedIncumbent };
  return decidePromotion(facts, standingOf(context.actor, stored.model), wish, { id: stored.id, requesterId: stored.requesterId });
}

/** What the events and audit entries of a request say about it. */
export function dataOf(stored: StoredPromotion): Readonly<Record<string, unknown>> {
  return { promotionId: stored.id, version: stored.version, fromStage: stored.fromStage, toStage: stored.toStage };
}

/**
 * The person whose decision this is (rule 6): somebody who could apply the move, and not the one who asked for it.
 * @throws SlipwayError PERMISSION_DENIED saying which of these is missing.
 */
function approverOf(actor: Actor, { stored, facts }: LockedRequest): string {
  const personId = decidingPerson(actor, { stored, facts }, 'approve');
  if (stored.requesterPersonId === personId || stored.requesterId === actor.id) {
    throw new SlipwayError(
      'PERMISSION_DENIED',
      'The approval of whoever asked for a promotion does not count; another person must approve it.',
    );
  }
  return personId;
}

/**
 * A person who could apply this move.
 * @throws SlipwayError PERMISSION_DENIED for automation and for whoever lacks the right.
 */
export function decidingPerson(actor: Actor, { stored, facts }: LockedRequest, act: 'approve' | 'reject'): string {
  const personId = approvalIdentity(actor);
  if (!isPerson(actor) || personId === null) {
    throw new SlipwayError(
      'PERMISSION_DENIED',
      `Only a person may ${act} a promotion; service accounts, CI identities and anonymous requests may not.`,
    );
  }
  if (!mayApply(facts, standingOf(actor, stored.model))) {
    throw permissionDenied(touchesProtected(facts) ? 'promotion.apply.protected' : 'promotion.apply.unprotected', stored.model);
  }
  return personId;
}
