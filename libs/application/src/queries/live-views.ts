/** What one deploy target last reported for one stage. */
export interface LiveTarget {
  readonly id: string;
  readonly name: string;
  /** Null where nothing was ever deployed there with success. */
  readonly version: number | null;
  /** When that deployment succeeded. */
  readonly at: Date | null;
}

/** What runs of a stage, as far as the deploys have told. */
export interface LiveView {
  readonly stage: string;
  /** The version that every target last reported; null (unknown) where they differ, or where one or all have reported nothing. */
  readonly version: number | null;
  /** When the last of the targets reported it. */
  readonly at: Date | null;
  readonly targets: readonly LiveTarget[];
}

/** Read model of what is live, shown beside what the stage says. */
export abstract class LiveViews {
  /**
   * One view per stage, in the order and the spelling of `stages`. A stage to which no target deploys this model has no targets and is
   * unknown. `instant`: what the deploys had reported by then; null for now. The caller has checked that the model may be read.
   */
  abstract liveOf(modelId: string, stages: readonly string[], instant: Date | null): Promise<readonly LiveView[]>;
}
