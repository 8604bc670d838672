import { Module } from '@nestjs/common';
import { CreateEndpoint } from '#application/create-endpoint/create-endpoint';
import { DeleteEndpoint } from '#application/delete-endpoint/delete-endpoint';
import { CancelRedelivery } from '#application/redeliver/cancel-redelivery';
import { RedeliverToEndpoint } from '#application/redeliver/redeliver-to-endpoint';
import { RotateEndpointSecret } from '#application/rotate-endpoint-secret/rotate-endpoint-secret';
import { EndpointChange } from '#application/shared/endpoint-change';
import { TestEndpoint } from '#application/test-endpoint/test-endpoint';
import { UpdateEndpoint } from '#application/update-endpoint/update-endpoint';
import { RedeliveriesController } from './redeliveries.controller.js';
import { WebhookActsController } from './webhook-acts.controller.js';
import { WebhookAnswer } from './webhook-answer.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({
  controllers: [WebhooksController, WebhookActsController, RedeliveriesController],
  providers: [
    CancelRedelivery,
    CreateEndpoint,
    DeleteEndpoint,
    EndpointChange,
    RedeliverToEndpoint,
    RotateEndpointSecret,
    TestEndpoint,
    UpdateEndpoint,
    WebhookAnswer,
  ],
})
export class WebhooksModule {}
