import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** `./x.js` means `./x.ts` in our sources, as TypeScript has it. */
export async function resolve(specifier, context, next) {
  const fromOurs = context.parentURL?.endsWith('.ts') === true;
  return next(fromOurs && specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

/** Compiled files by what they were made of: a process that starts hundreds of them would spend its first seconds on compiling. */
const cache = fileURLToPath(new URL('../../../../node_modules/.cache/slipway-typescript/', import.meta.url));
const { version } = createRequire(import.meta.url)('typescript/package.json');
const own = await readFile(fileURLToPath(import.meta.url), 'utf8');

/** Compiles one file by itself, without type checks (tsc does those). */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  const key = createHash('sha256').update(`${version}\n${own}\n${url}\n${source}`).digest('hex');
  const file = `${cache}${key}.js`;
  const known = await readFile(file, 'utf8').catch(() => undefined);
  return { format: 'module', shortCircuit: true, source: known ?? (await compile(source, url, file)) };
}

async function compile(source, url, file) {
  const { default: ts } = await import('typescript');
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    verbatimModuleSyntax: true,
    inlineSourceMap: true,
  };
  const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: url });
  // Where it cannot be kept, the next process compiles it again.
  await keep(file, outputText).catch(() => undefined);
  return outputText;
}

/** A reader, or another process that compiles the same, never sees half a file. */
async function keep(file, text) {
  await mkdir(cache, { recursive: true });
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, text);
  await rename(temporary, file);
}
