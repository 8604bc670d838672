/** BENCH_SECONDS per side and round, BENCH_ROUNDS, BENCH_WARM_UP in seconds; 32 callers at once, as in all goals over HTTP. */
export const SETTINGS = {
  concurrency: 32,
  seconds: Number(process.env['BENCH_SECONDS'] ?? 5),
  rounds: Number(process.env['BENCH_ROUNDS'] ?? 3),
  warmUp: Number(process.env['BENCH_WARM_UP'] ?? 8),
} as const;

/** Size of the seeded registry: BENCH_MODELS with BENCH_VERSIONS each. The prototypes' figures were of 50,000 with 20. */
export const MODELS = Number(process.env['BENCH_MODELS'] ?? 2_000);
export const VERSIONS = Number(process.env['BENCH_VERSIONS'] ?? 20);

/** One line: the figure, whether it meets the goal, and the goal. */
export function verdict(goal: string, what: string, figure: number, threshold: number, stretch: number, smaller = false): string {
  const meets = (limit: number): boolean => (smaller ? figure <= limit : figure >= limit);
  const word = meets(stretch) ? 'stretch met' : meets(threshold) ? 'met' : 'MISSED';
  return `${goal}: ${what} = ${figure.toFixed(2)} (${word}; threshold ${threshold}, stretch ${stretch})`;
}
