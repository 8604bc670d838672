import { Injectable, type PipeTransform } from '@nestjs/common';
import { invalid } from '#domain/errors/slipway-error';

/** Version numbers are Postgres integers. */
export const MAX_VERSION = 2_147_483_647;

/** The version number in an address. @throws SlipwayError INVALID_ARGUMENT for what is no number from 1 on. */
@Injectable()
export class VersionNumber implements PipeTransform<string, number> {
  transform(text: string): number {
    const number = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number <= MAX_VERSION) return number;
    throw invalid('version', 'version', `A version is a whole number from 1 to ${MAX_VERSION}`);
  }
}
