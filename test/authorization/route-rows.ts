import type { RouteRow } from './route-row.js';
import { EFFECT_ROWS } from './rows/effect-rows.js';
import { IDENTITY_ROWS } from './rows/identity-rows.js';
import { REGISTRY_ROWS } from './rows/registry-rows.js';
import { SERVICE_ROWS } from './rows/service-rows.js';
import { STAGE_ROWS } from './rows/stage-rows.js';

/** The authorization matrix as data: every route of the service, in one row or more. */
export const ROUTE_ROWS: readonly RouteRow[] = [...REGISTRY_ROWS, ...STAGE_ROWS, ...EFFECT_ROWS, ...IDENTITY_ROWS, ...SERVICE_ROWS];
