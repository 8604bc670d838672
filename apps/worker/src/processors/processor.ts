/** Takes the jobs of one queue. */
export interface Processor {
  start(): void;
  /** Takes no further job and waits for those that run; with `force` it does not wait. */
  close(force?: boolean): Promise<void>;
}
