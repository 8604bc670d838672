import type { CrashPoint, Reach } from './crash-points.js';

/**
 * What a process does when it comes to the point at which it is armed: it dies (SIGKILL), or whoever came there is held until the word to go on,
 * while all else in the process goes on.
 */
export type AtPoint = 'die' | 'hold';

/** What a parent says to an armed process. */
export type PointOrder = { readonly arm: CrashPoint; readonly todo: AtPoint } | { readonly goOn: true };

/** What it answers: that it is armed, or that somebody is held at the point. */
export type PointAnswer = { readonly armed: CrashPoint } | { readonly reached: CrashPoint };

/** Takes the parent's orders from now on. One arming works once; the word to go on ends it too where nobody came to the point. */
export function obeyParent(): Reach {
  let armed: Extract<PointOrder, { readonly arm: CrashPoint }> | null = null;
  let letGo: (() => void) | undefined;
  const say = (answer: PointAnswer): void => void process.send?.(answer);
  process.on('message', (order: PointOrder) => {
    if ('goOn' in order) {
      armed = null;
      return letGo?.();
    }
    armed = order;
    say({ armed: order.arm });
  });
  return async (point) => {
    if (armed?.arm !== point) return;
    if (armed.todo === 'die') die();
    armed = null;
    const word = new Promise<void>((resolve) => (letGo = resolve));
    say({ reached: point });
    await word;
  };
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // Not one more instruction of ours, even where the signal takes a moment.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
