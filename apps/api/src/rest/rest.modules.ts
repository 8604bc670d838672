import type { Type } from '@nestjs/common';
import { PromotionsModule } from './promotions/promotions.module.js';
import { VersionModule } from './version/version.module.js';

/** Every resource of the REST surface; a new one adds its line here. */
export const REST_MODULES: readonly Type[] = [PromotionsModule, VersionModule];
