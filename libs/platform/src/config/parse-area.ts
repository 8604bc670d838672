import type { z } from 'zod';

/** Variables whose content is never shown, in errors or anywhere: they are keys, tokens or addresses that may hold a password. */
const SECRET_VARIABLES = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'HTTPS_PROXY',
  'SLIPWAY_ENCRYPTION_KEYS',
  'SLIPWAY_AUDIT_KEY',
  'SLIPWAY_ADMIN_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
]);

/** Environment as the areas see it: trimmed, and without variables that hold nothing (compose files and charts set those to ''). */
export type CleanEnv = Readonly<Record<string, string>>;

/** Trims every variable and drops the empty ones. */
export function cleanEnv(env: NodeJS.ProcessEnv): CleanEnv {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const trimmed = value?.trim();
      return trimmed === undefined || trimmed === '' ? [] : [[name, trimmed]];
    }),
  );
}

/**
 * Parses one area's variables. Instead of throwing, adds one sentence per wrong variable to `problems`, so that a boot tells all of them
 * at once; the result is then undefined.
 * @param sources where variables come from that nobody set, such as a file: the sentence names that.
 */
export function parseArea<T>(schema: z.ZodType<T>, env: CleanEnv, problems: string[], sources: CleanEnv = {}): T | undefined {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? '');
    problems.push(sentence(name, env, issue.message, sources[name] ?? name));
  }
  return undefined;
}

/** `PORT holds "abc", but may hold a whole number ...`: what is wrong with one variable, never showing a secret. */
function sentence(name: string, env: CleanEnv, mayHold: string, source: string): string {
  const value = env[name];
  if (value === undefined) return `${source} is not set; it must hold ${mayHold}.`;
  const held = SECRET_VARIABLES.has(name) ? 'something else (not shown, it is a secret)' : JSON.stringify(value.slice(0, 200));
  return `${source} holds ${held}, but may hold only ${mayHold}.`;
}

/** Splits a list variable at commas and white space. */
export function splitList(value: string): string[] {
  return value.split(/[\s,]+/).filter((item) => item !== '');
}
