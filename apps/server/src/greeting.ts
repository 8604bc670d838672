/** What a running service tells whoever started it. */
export interface GreetingFacts {
  /** Where this machine reaches it, such as http://127.0.0.1:5000. */
  readonly url: string;
  /** Absolute path of the file with the first administrator's token; undefined where there is none (the operator chose the token). */
  readonly tokenFile: string | undefined;
  /** The token itself, only where it was made just now and nobody but the person at the terminal sees it. */
  readonly token: string | undefined;
  readonly platform: NodeJS.Platform;
}

/** Ready to paste: the address and the token for our clients and for MLflow's. The lines of another shell on Windows. */
export function greeting({ url, tokenFile, token, platform }: GreetingFacts): string {
  const windows = platform === 'win32';
  const value = tokenOf(token, tokenFile, windows);
  const set = (name: string, to: string): string => (windows ? `$env:${name}=${to}` : `${name}=${to}`);
  const line = (...pairs: string[]): string => (windows ? `  ${pairs.join('; ')}` : `  export ${pairs.join(' ')}`);
  const address = windows ? `'${url}'` : url;
  return [
    '',
    `Slipway is running at ${url}`,
    ...(tokenFile === undefined ? [] : [`The administrator's token is in ${tokenFile}`]),
    ...(token === undefined ? [] : [`It is shown this once: ${token}`]),
    '',
    'Ready to paste into another terminal:',
    line(set('SLIPWAY_URL', address), set('SLIPWAY_TOKEN', value)),
    line(set('MLFLOW_TRACKING_URI', address), set('MLFLOW_TRACKING_TOKEN', value)),
    '',
    'Then see the main job done:  npm run example:first-promotion',
    `Every request that it takes:  ${url}/docs/api`,
    '',
  ].join('\n');
}

function tokenOf(token: string | undefined, tokenFile: string | undefined, windows: boolean): string {
  if (token !== undefined) return windows ? `'${token}'` : token;
  if (tokenFile === undefined) return "'your token'";
  return windows ? `(Get-Content '${tokenFile.replaceAll("'", "''")}')` : `"$(cat ${shellQuoted(tokenFile)})"`;
}

/** A path as one word of a POSIX shell, also inside a `$(...)` in double quotes. */
function shellQuoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
