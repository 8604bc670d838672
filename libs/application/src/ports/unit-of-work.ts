declare const transaction: unique symbol;

/** An open database transaction, opaque to use cases: they hand it on to stores so that what happens together is visible in the signature. */
export interface Transaction {
  readonly [transaction]: true;
}

/** Runs work in one transaction: all of it is committed, or, when the work throws, none of it. */
export abstract class UnitOfWork {
  /**
   * @returns what `work` returns, after the commit.
   * @throws what `work` throws, after the rollback; SlipwayError UNAVAILABLE when the database is away.
   */
  abstract run<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}
