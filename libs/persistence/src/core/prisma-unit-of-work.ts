import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { Database, type Sql } from './database.js';
import { translateDatabaseError } from './database-error.js';

const clients = new WeakMap<Transaction, Sql>();

/** The Prisma client that runs inside `tx`; outside the given transaction without one. */
export function sqlOf(database: Database, tx: Transaction | undefined): Sql {
  if (tx === undefined) return database.client;
  const client = clients.get(tx);
  if (client === undefined) throw new Error('the transaction has ended');
  return client;
}

/** Unit of work over Prisma's interactive transactions (READ COMMITTED; rows that matter are locked explicitly). */
@Injectable()
export class PrismaUnitOfWork extends UnitOfWork {
  constructor(private readonly database: Database) {
    super();
  }

  override async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.database.client.$transaction(async (client) => {
        const tx = Object.freeze({}) as Transaction;
        clients.set(tx, client);
        try {
          return await work(tx);
        } finally {
          clients.delete(tx);
        }
      });
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }
}
