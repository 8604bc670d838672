import type { Provider } from '@nestjs/common';
import { artifactsProviders } from './artifacts/artifacts.providers.js';
import { auditProviders } from './audit/audit.providers.js';
import { deploysProviders } from './deploys/deploys.providers.js';
import { effectsProviders } from './effects/effects.providers.js';
import { eventsProviders } from './events/events.providers.js';
import { identityProviders } from './identity/identity.providers.js';
import { metricsProviders } from './metrics/metrics.providers.js';
import { promotionProviders } from './promotion/promotion.providers.js';
import { registryProviders } from './registry/registry.providers.js';
import { stagesProviders } from './stages/stages.providers.js';

/** Every area of the database behind its ports; a new area adds its line here. */
export const AREA_PROVIDERS: Provider[] = [
  ...artifactsProviders,
  ...auditProviders,
  ...deploysProviders,
  ...effectsProviders,
  ...eventsProviders,
  ...identityProviders,
  ...metricsProviders,
  ...promotionProviders,
  ...registryProviders,
  ...stagesProviders,
];
