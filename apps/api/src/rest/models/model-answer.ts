import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CreateModel } from '#application/create-model/create-model';
import { RenameModel } from '#application/rename-model/rename-model';
import { SetAlias } from '#application/set-alias/set-alias';
import { UpdateModel } from '#application/update-model/update-model';
import { ModelViews, type AliasView, type ModelView } from '#application/queries/model-views';
import type { CommandContext } from '#application/shared/command-context';
import type { CreateModelDto, RenameModelDto, UpdateModelDto } from './models.dto.js';

/** Carries out a command about a model and shows what it is now. */
@Injectable()
export class ModelAnswer {
  constructor(
    private readonly createModel: CreateModel,
    private readonly updateModel: UpdateModel,
    private readonly renameModel: RenameModel,
    private readonly setAlias: SetAlias,
    private readonly views: ModelViews,
  ) {}

  async create(context: CommandContext, body: CreateModelDto, reply: FastifyReply): Promise<ModelView> {
    const { outcome, modelId, status } = await this.createModel.execute(context, body);
    const view = await this.get(context, modelId);
    reply.code(status).header('location', `/api/v1/models/${encodeURIComponent(view.name)}`);
    if (outcome === 'replayed') reply.header('idempotent-replayed', 'true');
    return view;
  }

  async update(context: CommandContext, model: string, body: UpdateModelDto, expectedRevision: number | undefined): Promise<ModelView> {
    return this.get(context, await this.updateModel.execute(context, { ...body, model, expectedRevision }));
  }

  async rename(context: CommandContext, model: string, body: RenameModelDto, expectedRevision: number | undefined): Promise<ModelView> {
    return this.get(context, await this.renameModel.execute(context, { model, name: body.name, expectedRevision }));
  }

  async pointAlias(context: CommandContext, model: string, alias: string, version: number): Promise<AliasView> {
    await this.setAlias.execute(context, { model, alias, version });
    return { alias, version, boundStage: null };
  }

  /** @throws SlipwayError NOT_FOUND */
  get(context: CommandContext, model: string): Promise<ModelView> {
    return this.views.get(context.workspace, context.actor, model);
  }
}
