import { Injectable } from '@nestjs/common';
import { Ids, type IdPrefix } from '#application/ports/ids';
import { newId } from '#platform/ids/id-generator';

/** Ids as in the ULID specification behind a prefix. */
@Injectable()
export class UlidIds extends Ids {
  override next(prefix: IdPrefix): string {
    return newId(prefix);
  }
}
