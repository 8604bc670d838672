import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * Runs these test files and folders by another Node.
 * @returns how many tests passed.
 * @throws Error with vitest's own words where anything failed.
 */
export async function runSuites(node: string, suites: readonly string[]): Promise<number> {
  const vitest = createRequire(import.meta.url)
    .resolve('vitest/package.json')
    .replace('package.json', 'vitest.mjs');
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|SLIPWAY_)/.test(name)));
  const child = spawn(node, [vitest, 'run', '--reporter=json', '--project=main', ...suites], {
    cwd: ROOT,
    env: { ...inherited, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const report: { readonly numPassedTests: number } = code === 0 ? JSON.parse(out.slice(out.indexOf('{'))) : { numPassedTests: 0 };
  if (code !== 0) throw new Error(`the suites failed under ${node}: ${failuresIn(out)}${err.slice(-4_000)}`);
  return report.numPassedTests;
}

function failuresIn(report: string): string {
  return [...report.matchAll(/"failureMessages":\["((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.slice(0, 1_000)).join('\n');
}
