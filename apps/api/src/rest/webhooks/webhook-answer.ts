import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CreateEndpoint, type CreateEndpointCommand } from '#application/create-endpoint/create-endpoint';
import { EndpointViews, type EndpointView } from '#application/queries/endpoint-views';
import type { CommandContext } from '#application/shared/command-context';
import { UpdateEndpoint, type UpdateEndpointCommand } from '#application/update-endpoint/update-endpoint';
import { answerCreated, found } from '../created-answer.js';

/** Renders the endpoint that a command has made or changed. */
@Injectable()
export class WebhookAnswer {
  constructor(
    private readonly createEndpoint: CreateEndpoint,
    private readonly updateEndpoint: UpdateEndpoint,
    private readonly views: EndpointViews,
  ) {}

  async create(
    context: CommandContext,
    command: CreateEndpointCommand,
    reply: FastifyReply,
  ): Promise<EndpointView & { readonly secret: string | null }> {
    const { id, secret } = await this.createEndpoint.execute(context, command);
    answerCreated(reply, 'webhooks', { id, replayed: secret === null });
    return { ...(await this.find(context, id)), secret };
  }

  async update(context: CommandContext, command: UpdateEndpointCommand): Promise<EndpointView> {
    await this.updateEndpoint.execute(context, command);
    return this.find(context, command.id);
  }

  /** @throws SlipwayError NOT_FOUND */
  async find({ workspace, actor }: CommandContext, id: string): Promise<EndpointView> {
    return found(await this.views.find(workspace, actor, id), `webhook endpoint "${id}"`);
  }
}
