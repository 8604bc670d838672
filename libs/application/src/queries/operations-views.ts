/** How far background work is, as the tables tell it; the same whichever process asks. */
export interface OperationsReading {
  /** Age of the oldest delivery that should have been sent by now, in seconds: its endpoint is active, its circuit closed, nobody sends it. */
  readonly deliveryDueAge: number;
  /** Endpoints by state. */
  readonly endpoints: Readonly<Record<'active' | 'paused' | 'disabled' | 'gone', number>>;
  /** Active endpoints that are left alone for now, because they failed. */
  readonly circuitsOpen: number;
  /** Deployments that have not ended, by state. */
  readonly deployments: Readonly<Record<'queued' | 'reconciling' | 'dispatched' | 'running', number>>;
  /** Seconds since the oldest dispatch that may have left and of which no run is known yet. */
  readonly reconcilingAge: number;
  /** Seconds since the newest checkpoint, while anything was sealed after it; else 0. */
  readonly checkpointAge: number;
  /** Seconds by which the oldest delivery or event is older than it may be; 0 while none is. */
  readonly purgeLag: number;
  /** Stored blobs that are known not to match their digests. */
  readonly damagedBlobs: number;
}

/** What an operator watches of the tables. */
export abstract class OperationsViews {
  /** Reads by indexes only, whatever is stored. */
  abstract read(workspace: string): Promise<OperationsReading>;
}
