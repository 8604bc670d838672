/** Judges addresses that a user gives and the service will call. */
export abstract class OutboundCheck {
  /** Why this URL may not be called, in one sentence, or null if it may. Each call judges again: names move. */
  abstract refusalOf(url: string): Promise<string | null>;
}
