/** How a pool is told where to connect and what its sessions start with. */
export interface SessionOptions {
  readonly connectionString: string;
  readonly options: string;
}

/**
 * Joins what we set for our sessions with what the operator put into `options=` of DATABASE_URL, which `pg` would else take instead of ours.
 * @param defaults settings that the operator may overrule, as `-c name=value`.
 * @param forced settings that nobody may.
 */
export function sessionOptions(connectionString: string, defaults: string, forced = ''): SessionOptions {
  const { rest, theirs } = withoutOptions(connectionString);
  return { connectionString: rest, options: [defaults, theirs, forced].filter((part) => part !== '').join(' ') };
}

function withoutOptions(connectionString: string): { readonly rest: string; readonly theirs: string } {
  if (!URL.canParse(connectionString)) return { rest: connectionString, theirs: '' };
  const url = new URL(connectionString);
  const theirs = url.searchParams.get('options');
  if (theirs === null) return { rest: connectionString, theirs: '' };
  url.searchParams.delete('options');
  return { rest: url.href, theirs };
}
