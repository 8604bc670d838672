/**
 * Wakes the relay after a commit. Losing a signal costs milliseconds, never an effect: the relay polls the tables as well.
 */
export abstract class EffectsSignal {
  /** Returns at once and never throws. */
  abstract wake(): void;
}
