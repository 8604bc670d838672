import { Injectable } from '@nestjs/common';
import { isPerson } from '#domain/access/actor';
import { SlipwayError } from '#domain/errors/slipway-error';
import { PromotionStore } from '#application/ports/promotion-store';
import { StageStore } from '#application/ports/stage-store';
import { VersionStore } from '#application/ports/version-store';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { StageChange, type StageTarget } from '#application/shared/stage-change';

export interface LiftQuarantineCommand extends StageTarget {
  readonly version: number;
  readonly reason: string;
}

/** Lets a quarantined version enter a stage again, for every incident that stands against it there. Only a person may. */
@Injectable()
export class LiftQuarantine {
  constructor(
    private readonly change: StageChange,
    private readonly stages: StageStore,
    private readonly versions: VersionStore,
    private readonly promotions: PromotionStore,
  ) {}

  /** @throws SlipwayError NOT_FOUND when the version is not quarantined for that stage; PERMISSION_DENIED. */
  execute(context: CommandContext, command: LiftQuarantineCommand): Promise<void> {
    return this.change.execute(
      context,
      command,
      () => 'quarantine.lift',
      async ({ tx, model, stage, record }) => {
        if (!isPerson(context.actor)) throw new SlipwayError('PERMISSION_DENIED', 'Only a person may lift a quarantine.');
        const version = await this.versions.find(tx, model.id, command.version);
        const open = version === null ? [] : await this.stages.openQuarantines(tx, version.id, stage.name);
        if (version === null || open.length === 0) throw notFound(`quarantine of version ${command.version} for ${stage.name}`);
        const { reason } = command;
        const data = { version: command.version, stage: stage.name };
        const at = await record(
          open.map(({ incident }) => newEvent('version.unquarantined', { ...data, incident, reason }, stage.name)),
          [
            {
              action: 'quarantine.lift',
              outcome: 'done',
              objectType: 'version',
              objectId: version.id,
              reason,
              data: { ...data, incidents: open.map(({ incident }) => incident) },
            },
          ],
        );
        const ids = open.map(({ id }) => id);
        await this.stages.liftQuarantines(tx, ids, reason, context, at);
        await this.promotions.touchStageRevision(tx, model.id);
      },
    );
  }
}
