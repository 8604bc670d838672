/** One reading for all who ask while it runs: the metrics of one scrape ask at once, and a metric shows only what its own `collect` set. */
export function sharedReading<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= read().finally(() => (running = undefined));
    return running;
  };
}
