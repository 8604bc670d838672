import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { IdentityStore } from '#application/ports/identity-store';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from './command-context.js';
import { replayOf } from './idempotency.js';

/** What a creating command made, or made when it came under the same key for the first time. */
export interface Created {
  readonly id: string;
  readonly replayed: boolean;
}

/**
 * The frame of every change of users, groups, accounts, tokens and roles: one transaction, one at a time in a workspace (they are rare,
 * and rules such as "never without an administrator" span rows), and refused where it would leave no administrator.
 */
@Injectable()
export class IdentityChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identities: IdentityStore,
    private readonly idempotency: IdempotencyStore,
  ) {}

  /** @throws SlipwayError INVALID_STATE when after the work nobody would be an administrator who could sign in; what `work` throws. */
  run<T>(context: CommandContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async (tx) => {
      await this.identities.lock(tx, context.workspace);
      const before = await this.identities.countAdministrators(tx, context.workspace);
      const result = await work(tx);
      if (before > 0 && (await this.identities.countAdministrators(tx, context.workspace)) === 0) throw lastAdministrator();
      return result;
    });
  }

  /** `run` for a command that creates the thing of this id; under a known idempotency key nothing is done and the first thing is named. */
  create(context: CommandContext, resourceType: string, id: string, work: (tx: Transaction) => Promise<void>): Promise<Created> {
    return this.run(context, async (tx) => {
      const known = await this.idempotency.claim(tx, context, { status: 201, resourceType, resourceId: id });
      if (known !== null) return { id: replayOf(context.idempotency, known).resourceId, replayed: true };
      await work(tx);
      return { id, replayed: false };
    });
  }
}

/** The answer to a change based on an older revision. */
export function staleRevision(what: string, revision: number): SlipwayError {
  return new SlipwayError('REVISION_STALE', `The ${what} has changed since you read it. Read it again and repeat your change.`, {
    extra: { etag: `"${revision}"` },
  });
}

function lastAdministrator(): SlipwayError {
  return new SlipwayError(
    'INVALID_STATE',
    "This would leave nobody who is an administrator: an enabled user with the role admin on '*'. Make somebody else one first.",
  );
}
