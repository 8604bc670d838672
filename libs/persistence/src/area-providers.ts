import type { Provider } from '@nestjs/common';
import { identityProviders } from './identity/identity.providers.js';
import { promotionProviders } from './promotion/promotion.providers.js';

/** Every area of the database behind its ports; a new area adds its line here. */
export const AREA_PROVIDERS: Provider[] = [...identityProviders, ...promotionProviders];
