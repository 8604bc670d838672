import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { checkAliasName } from '#domain/registry/alias-name';
import { ModelStore } from '#application/ports/model-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { livingVersion, RegistryChange } from '#application/shared/registry-change';
import { VersionStore } from '#application/ports/version-store';

export interface SetAliasCommand {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
}

/** Lets a free alias point to a version. One that a stage moves is moved by promotions and rollbacks only. */
@Injectable()
export class SetAlias {
  constructor(
    private readonly change: RegistryChange,
    private readonly models: ModelStore,
    private readonly versions: VersionStore,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED (also for a bound alias). */
  async execute(context: CommandContext, command: SetAliasCommand): Promise<void> {
    const alias = checkAliasName(command.alias, '/alias');
    return this.change.ofModel(context, { model: command.model, permission: 'alias.write' }, async ({ tx, model, record }) => {
      const stage = await this.models.stageBoundTo(tx, context.workspace, alias);
      if (stage !== null) throw aliasIsBound(alias, stage);
      const version = livingVersion(await this.versions.find(tx, model.id, command.version), model.name, command.version);
      const target = { modelId: model.id, alias, versionId: version.id, version: version.version };
      const previousVersion = await this.models.setAlias(tx, context.workspace, target);
      if (previousVersion === version.version) return;
      const data = { alias, version: version.version, previousVersion, boundStage: null };
      await record(
        [newEvent('alias.set', data)],
        [{ action: 'alias.set', outcome: 'done', objectType: 'model', objectId: model.id, data }],
      );
    });
  }
}

/** The refusal of moving an alias by hand that a stage moves; it names the stage, which is how to move it. */
export function aliasIsBound(alias: string, stage: string): SlipwayError {
  const message = `The alias "${alias}" is bound to ${stage} and cannot be set or removed by hand: it moves when a version is promoted to ${stage} or rolled back.`;
  return new SlipwayError('PERMISSION_DENIED', message, {
    errors: [{ pointer: '/alias', code: 'ALIAS_BOUND', message }],
    extra: { boundStage: stage },
  });
}
