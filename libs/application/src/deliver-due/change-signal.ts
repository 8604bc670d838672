/** Tells one who waits that something has changed; what happened before the wait began counts too. */
export class ChangeSignal {
  private changed = false;
  private wake: () => void = () => undefined;

  notify(): void {
    this.changed = true;
    this.wake();
  }

  /** @returns whether something changed since the last wait, or within so many milliseconds (null: however long it takes). */
  async within(ms: number | null): Promise<boolean> {
    if (!this.changed) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (ms !== null) timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
    const { changed } = this;
    this.changed = false;
    return changed;
  }
}
