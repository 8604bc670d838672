import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CreateModel, type CreateModelCommand } from '#application/create-model/create-model';
import { DeleteModel } from '#application/delete-model/delete-model';
import { DeleteVersion } from '#application/delete-version/delete-version';
import { LogMetrics } from '#application/log-metrics/log-metrics';
import { LogParams } from '#application/log-params/log-params';
import { EffectsSignal } from '#application/ports/effects-signal';
import { RegisterVersion, type RegisterVersionCommand } from '#application/register-version/register-version';
import { RemoveAlias } from '#application/remove-alias/remove-alias';
import { RemoveModelTag } from '#application/remove-model-tag/remove-model-tag';
import { RemoveVersionTag } from '#application/remove-version-tag/remove-version-tag';
import { RenameModel } from '#application/rename-model/rename-model';
import { ReportCheck } from '#application/report-check/report-check';
import { SetAlias } from '#application/set-alias/set-alias';
import { SetModelTag } from '#application/set-model-tag/set-model-tag';
import { SetVersionTag } from '#application/set-version-tag/set-version-tag';
import { RegistryChange } from '#application/shared/registry-change';
import { VersionDeletion } from '#application/shared/version-deletion';
import { UpdateModel } from '#application/update-model/update-model';
import { UpdateVersion } from '#application/update-version/update-version';
import type { ModelView } from '#application/queries/model-views';
import type { VersionView } from '#application/queries/version-views';
import type { CommandContext } from '#application/shared/command-context';
import { payloadSchema } from '#domain/events/event-schemas';
import { isEventType, type EventType } from '#domain/events/event-types';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { SignedCursorCodec } from '#persistence/core/signed-cursor-codec';
import { PrismaModelStore } from '#persistence/registry/prisma-model-store';
import { PrismaModelViews } from '#persistence/registry/prisma-model-views';
import { PrismaVersionStore } from '#persistence/registry/prisma-version-store';
import { PrismaVersionViews } from '#persistence/registry/prisma-version-views';
import type { TestDatabase } from '#testing/database/test-cluster';
import { contextOf, user } from '#testing/promotion/actors';
import { PromotionWorld } from '#testing/promotion/promotion-world';

class NoSignal extends EffectsSignal {
  override wake(): void {
    // Nobody listens: tests of use cases read the tables.
  }
}

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validators = new Map<EventType, ValidateFunction>();
addFormats.default(ajv);

/** An event as a test looks at it. */
export interface SeenEvent {
  readonly type: string;
  readonly stage: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The registry's use cases and read models over the real adapters on a fresh database, with promotions beside them. */
export class RegistryWorld {
  readonly admin = contextOf(user('ada', 'admin'));
  readonly createModel: CreateModel;
  readonly updateModel: UpdateModel;
  readonly renameModel: RenameModel;
  readonly deleteModel: DeleteModel;
  readonly setModelTag: SetModelTag;
  readonly removeModelTag: RemoveModelTag;
  readonly setAlias: SetAlias;
  readonly removeAlias: RemoveAlias;
  readonly registerVersion: RegisterVersion;
  readonly updateVersion: UpdateVersion;
  readonly deleteVersion: DeleteVersion;
  readonly setVersionTag: SetVersionTag;
  readonly removeVersionTag: RemoveVersionTag;
  readonly logMetrics: LogMetrics;
  readonly logParams: LogParams;
  readonly reportCheck: ReportCheck;
  readonly models: PrismaModelViews;
  readonly versions: PrismaVersionViews;

  private constructor(readonly promotions: PromotionWorld) {
    const { database, ids } = promotions;
    const signal = new NoSignal();
    const unit = new PrismaUnitOfWork(database);
    const journal = new PrismaJournal(database, ids);
    const models = new PrismaModelStore(database);
    const versions = new PrismaVersionStore(database, ids);
    const keys = new PrismaIdempotencyStore(database);
    const change = new RegistryChange(unit, models, versions, journal, signal);
    const deletion = new VersionDeletion(versions);
    const cursors = new SignedCursorCodec([new Uint8Array(32).fill(7)]);
    this.createModel = new CreateModel(unit, models, keys, journal, ids, signal);
    this.updateModel = new UpdateModel(change, models);
    this.renameModel = new RenameModel(change, models, keys);
    this.deleteModel = new DeleteModel(change, models, deletion);
    this.setModelTag = new SetModelTag(change, models);
    this.removeModelTag = new RemoveModelTag(change, models);
    this.setAlias = new SetAlias(change, models, versions);
    this.removeAlias = new RemoveAlias(change, models);
    this.registerVersion = new RegisterVersion(models, versions, ids, signal);
    this.updateVersion = new UpdateVersion(change, versions);
    this.deleteVersion = new DeleteVersion(change, deletion);
    this.setVersionTag = new SetVersionTag(change, versions);
    this.removeVersionTag = new RemoveVersionTag(change, versions);
    this.logMetrics = new LogMetrics(change, versions);
    this.logParams = new LogParams(change, versions);
    this.reportCheck = new ReportCheck(change, versions);
    this.models = new PrismaModelViews(database, cursors);
    this.versions = new PrismaVersionViews(database, cursors);
  }

  /** On a fresh database, or on one that was made for it. */
  static async start(given?: TestDatabase): Promise<RegistryWorld> {
    return new RegistryWorld(await PromotionWorld.start(undefined, given));
  }

  stop(): Promise<void> {
    return this.promotions.stop();
  }

  get database(): PromotionWorld['database'] {
    return this.promotions.database;
  }

  /** Registers a model and gives its view. */
  async model(name: string, more: Partial<CreateModelCommand> = {}, context: CommandContext = this.admin): Promise<ModelView> {
    const { modelId } = await this.createModel.execute(context, { ...more, name });
    return this.models.get('default', context.actor, modelId);
  }

  /** Registers an external version of a model and gives its view. */
  async version(model: string, more: Partial<RegisterVersionCommand> = {}, context: CommandContext = this.admin): Promise<VersionView> {
    const { versionId } = await this.registerVersion.execute(context, { source: 's3://bucket/model', ...more, model });
    return this.versions.getById('default', context.actor, versionId);
  }

  seeModel(model: string, context: CommandContext = this.admin): Promise<ModelView> {
    return this.models.get('default', context.actor, model);
  }

  seeVersion(model: string, version: number, context: CommandContext = this.admin): Promise<VersionView> {
    return this.versions.get('default', context.actor, model, version);
  }

  /** Promotes by an administrator. */
  async promote(model: string, version: number, toStage: string): Promise<void> {
    await this.promotions.promote.execute(this.admin, { model, version, toStage, reason: '' });
  }

  /** All events of a model in order; each payload is held against its published schema, nothing undescribed allowed. */
  async events(modelId: string): Promise<SeenEvent[]> {
    const rows = await this.database.client.event.findMany({ where: { modelId }, orderBy: { sequence: 'asc' } });
    return rows.map(({ type, stage, data }) => {
      if (!isEventType(type)) throw new Error(`${type} is not an event`);
      const payload = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
      const validate = validators.get(type) ?? ajv.compile(payloadSchema(type, { closed: true }));
      validators.set(type, validate);
      if (!validate(payload)) throw new Error(`${type}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(payload)}`);
      return { type, stage, data: payload };
    });
  }

  /** Actions and outcomes of a model's audit entries in order. */
  async audit(modelId: string): Promise<string[]> {
    const rows = await this.database.client.auditEntry.findMany({ where: { modelId }, orderBy: { ordinal: 'asc' } });
    return rows.map((row) => `${row.action} ${row.outcome}`);
  }
}
