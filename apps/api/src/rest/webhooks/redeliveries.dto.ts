import type { RedeliveryView } from '#application/queries/redelivery-views';
import { Bool, Int, NestedList, OneOf, Text, Timestamp } from '../fields.js';

const STATES = { running: 0, done: 0, cancelled: 0, stopped: 0 } as const satisfies Record<RedeliveryView['state'], 0>;
const STATUSES = ['dead', 'delivered', 'all'] as const;

/** What to send again. */
export class RedeliverDto {
  @Timestamp({ description: 'Deliveries made at this time or later ...' })
  since: Date;

  @Timestamp({ optional: true, description: '... and before this one.' })
  until?: Date;

  @OneOf([...STATUSES], { optional: true, description: 'dead if not given.' })
  status?: 'dead' | 'delivered' | 'all';
}

/** How many are sent again: all at once where there are fewer than a thousand to look at, else the first of them. */
export class RedeliveredDto {
  @Text({ description: 'Of the redelivery, by which it is seen and cancelled.' })
  id: string;

  @Int({
    description: 'So far. A repeat under the same Idempotency-Key sends nothing again and tells how many the first one came to by then.',
  })
  redelivered: number;

  @Bool({ description: 'Others follow by themselves, some thousands a second; nothing need be asked again.' })
  more: boolean;
}

/** A redelivery of a span of time. */
export class RedeliveryDto {
  @Text()
  id: string;

  @OneOf(Object.keys(STATES), { description: 'stopped: the endpoint is gone (it answered 410).' })
  state: string;

  @OneOf([...STATUSES], { description: 'The deliveries that it sends again.' })
  status: string;

  @Timestamp({ description: 'Of deliveries made at this time or later ...' })
  since: Date;

  @Timestamp({ description: '... and before this one.' })
  until: Date;

  @Int({ description: 'Deliveries that it has made pending so far.' })
  redelivered: number;

  @Timestamp()
  requestedAt: Date;

  @Timestamp({ nullable: true })
  endedAt: Date | null;
}

/** A page of redeliveries. */
export class RedeliveryPageDto {
  @NestedList(() => RedeliveryDto)
  items: RedeliveryDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}
