import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { DeliveryStore } from '#application/ports/delivery-store';
import { Journal } from '#application/ports/journal';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { DeliveryViews } from '#application/queries/delivery-views';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { requireReceiver } from './require-receiver.js';

/** Sends one delivery again, under the same id and with the same event. */
@Injectable()
export class RedeliverOne {
  constructor(
    private readonly views: DeliveryViews,
    private readonly deliveries: DeliveryStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError NOT_FOUND; INVALID_STATE when it waits to be sent anyway, or its endpoint is gone or deleted. */
  async execute(context: CommandContext, id: string): Promise<void> {
    const delivery = await this.views.find(context.workspace, context.actor, id);
    if (delivery === null) throw notFound(`delivery "${id}"`);
    const { endpointId, eventId, modelId, model } = delivery;
    await this.unitOfWork.run(async (tx) => {
      requireReceiver(endpointId, (await this.deliveries.lockHealth(tx, endpointId))?.state ?? null);
      if (!(await this.deliveries.redeliverOne(tx, id))) {
        throw new SlipwayError('INVALID_STATE', `Delivery ${id} is not finished: it is sent again by itself.`);
      }
      const known = modelId === null ? {} : { modelId, ...(model === null ? {} : { model }) };
      const data = { endpointId, eventId };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'delivery.redeliver', outcome: 'done', objectType: 'delivery', objectId: id, ...known, data }],
      });
    });
  }
}
