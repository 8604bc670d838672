import { Module } from '@nestjs/common';
import { RedeliverOne } from '#application/redeliver/redeliver-one';
import { DeliveriesController } from './deliveries.controller.js';

@Module({ controllers: [DeliveriesController], providers: [RedeliverOne] })
export class DeliveriesModule {}
