import { Injectable } from '@nestjs/common';
import { actorRef } from '#domain/access/actor';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { TargetCredentials } from '#application/advance-deployment/target-credentials';
import { DeployTargetStore, type DeployTargetFields } from '#application/ports/deploy-target-store';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { OutboundCheck } from '#application/ports/outbound-check';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { checkedCredential, checkedTarget, type CredentialInput, type DeployTargetInput } from './checked-target.js';

export interface CreateDeployTargetCommand extends DeployTargetInput {
  readonly credential: CredentialInput;
}

/** What became of the command; the target is rendered from its id. */
export interface CreateDeployTargetResult {
  readonly id: string;
  readonly replayed: boolean;
}

/** Adds a deploy target: from its commit on, promotions of matching models into its stage are deployed there. */
@Injectable()
export class CreateDeployTarget {
  constructor(
    private readonly targets: DeployTargetStore,
    private readonly credentials: TargetCredentials,
    private readonly outbound: OutboundCheck,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly idempotency: IdempotencyStore,
    private readonly ids: Ids,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED; INVALID_ARGUMENT; ALREADY_EXISTS for a name that is taken; IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: CreateDeployTargetCommand): Promise<CreateDeployTargetResult> {
    requireServiceWide(context.actor, 'admin.deploy-targets');
    const { name, models, stage, repository, workflow, ref, inputs = {}, apiUrl = null } = command;
    const fields = {
      name,
      models,
      stage,
      repository,
      workflow,
      ref,
      apiUrl: null,
      inputs: {},
      ...checkedTarget({ ...command, inputs, apiUrl }),
    };
    const given = checkedCredential(command.credential);
    await requireReachable(this.outbound, fields.apiUrl);
    const id = this.ids.next('dpt');
    return this.unitOfWork.run(async (tx) => {
      const known = await this.idempotency.claim(tx, context, { status: 201, resourceType: 'deploy_target', resourceId: id });
      if (known !== null) return { id: replayOf(context.idempotency, known).resourceId, replayed: true };
      await this.targets.lock(tx, context.workspace);
      const stored = { ...fields, stage: await requirePlace(this.targets, tx, context.workspace, fields, null) };
      const { sealed, ...shown } = this.credentials.seal(id, given);
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [
          {
            action: 'deploy-target.create',
            outcome: 'done',
            objectType: 'deploy_target',
            objectId: id,
            data: { ...stored, credential: shown },
          },
        ],
      });
      const target = { ...stored, id, credential: { ...shown, sealed }, creator: actorRef(context.actor) };
      await this.targets.insert(tx, context.workspace, target, at);
      return { id, replayed: false };
    });
  }
}

/** @throws SlipwayError INVALID_ARGUMENT where the address is one that the service does not call. */
export async function requireReachable(outbound: OutboundCheck, apiUrl: string | null): Promise<void> {
  const reason = apiUrl === null ? null : await outbound.refusalOf(apiUrl);
  if (reason !== null) throw invalid('/apiUrl', 'outbound', reason);
}

/**
 * The stage in its own spelling. Targets must be locked.
 * @throws SlipwayError INVALID_ARGUMENT where there is no such stage, ALREADY_EXISTS where the name is taken.
 */
export async function requirePlace(
  targets: DeployTargetStore,
  tx: Transaction,
  workspace: string,
  { name, stage }: Pick<DeployTargetFields, 'name' | 'stage'>,
  id: string | null,
): Promise<string> {
  const spelled = await targets.stageNamed(tx, workspace, stage);
  if (spelled === null) throw invalid('/stage', 'stage', `There is no stage "${stage}"`);
  if (!(await targets.nameTaken(tx, workspace, name, id))) return spelled;
  throw new SlipwayError('ALREADY_EXISTS', `There is a deploy target "${name}" already.`);
}
