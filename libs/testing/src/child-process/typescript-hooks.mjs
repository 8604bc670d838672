import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** `./x.js` means `./x.ts` in our sources, as TypeScript has it. */
export async function resolve(specifier, context, next) {
  const fromOurs = context.parentURL?.endsWith('.ts') === true;
  return next(fromOurs && specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

const compilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  verbatimModuleSyntax: true,
  inlineSourceMap: true,
};

/** Compiles one file by itself, without type checks (tsc does those). */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  return { format: 'module', shortCircuit: true, source: ts.transpileModule(source, { compilerOptions, fileName: url }).outputText };
}
