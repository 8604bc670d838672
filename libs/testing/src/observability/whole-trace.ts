import { expect, vi } from 'vitest';
import type { OtlpReceiver, ReceivedSpan } from './otlp-receiver.js';

/**
 * Waits until a trace has all these spans and is one tree: every span but the first hangs on another one, whichever process made it, and
 * whichever arrives first. @param client what the first one names as its parent: the client's own span. @returns all spans of it.
 */
export async function wholeTrace(
  otlp: OtlpReceiver,
  client: { readonly trace: string; readonly span: string },
  steps: readonly [string, ...string[]],
): Promise<readonly ReceivedSpan[]> {
  const mine = (): ReceivedSpan[] => otlp.spans.filter(({ traceId }) => traceId === client.trace);
  await vi.waitFor(
    () => {
      const names = mine().map(({ name }) => name);
      for (const name of steps) expect(names).toContain(name);
      const ids = new Set(mine().map(({ spanId }) => spanId));
      const loose = mine().filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId));
      expect(loose.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([[steps[0], client.span]]);
    },
    { timeout: 30_000, interval: 50 },
  );
  return mine();
}

/** The spans of a trace that have this name. */
export const named = (name: string, spans: readonly ReceivedSpan[]): ReceivedSpan[] => spans.filter((span) => span.name === name);

/** The log lines, parsed, in which this text stands. */
export const linesWith = (text: string, log: string): readonly unknown[] =>
  log
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line): unknown => JSON.parse(line));
