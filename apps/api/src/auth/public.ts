import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const PUBLIC = 'slipway:public';

/** A route (or all routes of a controller) that needs no credential. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC, true);
