import type { Provider } from '@nestjs/common';
import { deploysProviders } from './deploys/deploys.providers.js';
import { identityProviders } from './identity/identity.providers.js';
import { promotionProviders } from './promotion/promotion.providers.js';
import { registryProviders } from './registry/registry.providers.js';
import { stagesProviders } from './stages/stages.providers.js';

/** Every area of the database behind its ports; a new area adds its line here. */
export const AREA_PROVIDERS: Provider[] = [
  ...deploysProviders,
  ...identityProviders,
  ...promotionProviders,
  ...registryProviders,
  ...stagesProviders,
];
