/** Whether background work can be started now. Promotions do not need it: their effects wait in the tables. */
export abstract class QueueHealth {
  /** Never throws. */
  abstract check(): Promise<'ready' | 'degraded'>;
}
