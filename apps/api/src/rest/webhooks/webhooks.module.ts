import { Module } from '@nestjs/common';
import { CreateEndpoint } from '#application/create-endpoint/create-endpoint';
import { DeleteEndpoint } from '#application/delete-endpoint/delete-endpoint';
import { RedeliverToEndpoint } from '#application/redeliver/redeliver-to-endpoint';
import { RotateEndpointSecret } from '#application/rotate-endpoint-secret/rotate-endpoint-secret';
import { EndpointChange } from '#application/shared/endpoint-change';
import { TestEndpoint } from '#application/test-endpoint/test-endpoint';
import { UpdateEndpoint } from '#application/update-endpoint/update-endpoint';
import { WebhookActsController } from './webhook-acts.controller.js';
import { WebhookAnswer } from './webhook-answer.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({
  controllers: [WebhooksController, WebhookActsController],
  providers: [
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
