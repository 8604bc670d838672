import type { Type } from '@nestjs/common';
import { ArtifactsModule } from './artifacts/artifacts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { DeployTargetsModule } from './deploy-targets/deploy-targets.module.js';
import { DeploymentsModule } from './deployments/deployments.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { EventsModule } from './events/events.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { MeModule } from './me/me.module.js';
import { RoleBindingsModule } from './role-bindings/role-bindings.module.js';
import { ServiceAccountsModule } from './service-accounts/service-accounts.module.js';
import { TokensModule } from './tokens/tokens.module.js';
import { UploadsModule } from './uploads/uploads.module.js';
import { UsersModule } from './users/users.module.js';
import { ModelsModule } from './models/models.module.js';
import { VersionsModule } from './versions/versions.module.js';
import { PromotionsModule } from './promotions/promotions.module.js';
import { StagesModule } from './stages/stages.module.js';
import { VersionModule } from './version/version.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** Every resource of the REST surface; a new one adds its line here. */
export const REST_MODULES: readonly Type[] = [
  ArtifactsModule,
  AuditModule,
  DeployTargetsModule,
  DeploymentsModule,
  DeliveriesModule,
  EventsModule,
  GroupsModule,
  MeModule,
  RoleBindingsModule,
  ServiceAccountsModule,
  TokensModule,
  UploadsModule,
  UsersModule,
  ModelsModule,
  VersionsModule,
  PromotionsModule,
  StagesModule,
  VersionModule,
  WebhooksModule,
];
