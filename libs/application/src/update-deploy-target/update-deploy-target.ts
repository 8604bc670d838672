import { Injectable } from '@nestjs/common';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { TargetCredentials } from '#application/advance-deployment/target-credentials';
import {
  checkedCredential,
  checkedTarget,
  type CredentialInput,
  type DeployTargetInput,
} from '#application/create-deploy-target/checked-target';
import { requirePlace, requireReachable } from '#application/create-deploy-target/create-deploy-target';
import { DeployTargetStore, type DeployTargetFields, type StoredDeployTarget } from '#application/ports/deploy-target-store';
import { Journal } from '#application/ports/journal';
import { OutboundCheck } from '#application/ports/outbound-check';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { notFound, requireServiceWide } from '#application/shared/access';
import { changesOf } from '#application/shared/changes';
import type { CommandContext } from '#application/shared/command-context';

/** An absent field stays as it is. */
export interface UpdateDeployTargetCommand extends Partial<DeployTargetInput> {
  readonly targetId: string;
  readonly credential?: CredentialInput;
  readonly expectedRevision?: number | undefined;
}

/** Changes a deploy target. What is under way goes on with the target as it is then. */
@Injectable()
export class UpdateDeployTarget {
  constructor(
    private readonly targets: DeployTargetStore,
    private readonly credentials: TargetCredentials,
    private readonly outbound: OutboundCheck,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, NOT_FOUND, INVALID_ARGUMENT, ALREADY_EXISTS, REVISION_STALE. */
  async execute(context: CommandContext, command: UpdateDeployTargetCommand): Promise<void> {
    requireServiceWide(context.actor, 'admin.deploy-targets');
    const wish = checkedTarget(command);
    const given = command.credential === undefined ? null : checkedCredential(command.credential);
    await requireReachable(this.outbound, wish.apiUrl ?? null);
    await this.unitOfWork.run(async (tx) => {
      const target = await lockTarget(this.targets, tx, context.workspace, command);
      if (given === null && wish.apiUrl !== undefined && wish.apiUrl !== target.apiUrl) throw needsCredential();
      const stage = await requirePlace(this.targets, tx, context.workspace, { ...target, ...wish }, target.id);
      const changes = changesOf<DeployTargetFields>(target, { ...wish, stage, ...sameInputs(target, wish) });
      if (!changes.any && given === null) return;
      const credential = given === null ? {} : { credential: this.credentials.seal(target.id, given) };
      const data = { name: target.name, ...changes.audit, ...(given === null ? {} : { credential: 'replaced' }) };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'deploy-target.update', outcome: 'done', objectType: 'deploy_target', objectId: target.id, data }],
      });
      await this.targets.update(tx, target.id, { ...changes.write, ...credential }, at);
    });
  }
}

/**
 * Locks the targets of the workspace and gives one.
 * @throws SlipwayError NOT_FOUND, REVISION_STALE.
 */
export async function lockTarget(
  targets: DeployTargetStore,
  tx: Transaction,
  workspace: string,
  { targetId, expectedRevision }: Pick<UpdateDeployTargetCommand, 'targetId' | 'expectedRevision'>,
): Promise<StoredDeployTarget> {
  await targets.lock(tx, workspace);
  const target = await targets.find(workspace, targetId, tx);
  if (target === null || target.deleted) throw notFound(`deploy target "${targetId}"`);
  if (expectedRevision === undefined || expectedRevision === target.revision) return target;
  throw new SlipwayError('REVISION_STALE', 'The deploy target has changed since you read it. Read it again and repeat your change.', {
    extra: { etag: `"${target.revision}"` },
  });
}

/** Whoever may redirect a target must not thereby learn its secret. */
function needsCredential(): SlipwayError {
  return invalid('/credential', 'required', 'Give the credential again with a new apiUrl: the stored one is not sent to another server.');
}

/** Two mappings that say the same are no change. */
function sameInputs(target: StoredDeployTarget, { inputs }: Partial<DeployTargetFields>): Partial<DeployTargetFields> {
  if (inputs === undefined) return {};
  const canonical = (mapping: object): string =>
    JSON.stringify(Object.entries(mapping).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return canonical(inputs) === canonical(target.inputs) ? { inputs: target.inputs } : {};
}
