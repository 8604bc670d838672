import { Module } from '@nestjs/common';
import { CreateServiceAccount } from '#application/create-service-account/create-service-account';
import { DeleteServiceAccount } from '#application/delete-service-account/delete-service-account';
import { IdentityChange } from '#application/shared/identity-change';
import { UpdateServiceAccount } from '#application/update-service-account/update-service-account';
import { ServiceAccountAnswer } from './service-account-answer.js';
import { ServiceAccountsController } from './service-accounts.controller.js';

@Module({
  controllers: [ServiceAccountsController],
  providers: [IdentityChange, CreateServiceAccount, UpdateServiceAccount, DeleteServiceAccount, ServiceAccountAnswer],
})
export class ServiceAccountsModule {}
