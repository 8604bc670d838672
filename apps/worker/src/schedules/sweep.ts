import type { Type } from '@nestjs/common';
import type { CommandContext } from '#application/shared/command-context';

/** Something that is done again and again. It must bear being done by every worker at once, and being left out for a while. */
export interface Sweep {
  readonly name: string;
  /** Milliseconds between the ends and the starts. */
  readonly everyMs: number;
  /** Milliseconds before its first turn; what reads a whole table has no business at start-up. */
  readonly firstAfterMs: number;
  /** Milliseconds to its next turn after one that failed. */
  readonly againMs: number;
  readonly useCase: Type;
  run(useCase: unknown, context: CommandContext): Promise<unknown>;
}

/** One line per sweep: its name, how often, the use case, and how it is called. `context` is the system's. */
export function sweep<T>(
  name: string,
  everyMs: number,
  useCase: Type<T>,
  call: (useCase: T, context: CommandContext) => Promise<unknown>,
  { firstAfterMs = 0, againMs = everyMs }: { readonly firstAfterMs?: number; readonly againMs?: number } = {},
): Sweep {
  return {
    name,
    everyMs,
    firstAfterMs,
    againMs,
    useCase,
    run: (instance, context) => {
      if (!(instance instanceof useCase)) throw new Error(`the sweep "${name}" was given something else than ${useCase.name}`);
      return call(instance, context);
    },
  };
}
