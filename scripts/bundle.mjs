// Puts each program of `dist` and all that it imports into few files, which start in a third of the time: Node finds, reads and links some 2,500
// modules one by one otherwise (docs/adr/0036-programs-in-few-files.md).
//
//   node scripts/bundle.mjs programs | test-programs
//
// Services that run from that folder go on: what it holds is replaced file by file, and what nothing names any more stays for a while.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { removeFormer, removePrograms } from './former-parts.mjs';
import { dist, nameOf, PROGRAMS } from './programs.mjs';

const root = join(dist, '..');
/** Modules that a bundler makes up. */
const MADE_UP = '\0';
const PLACE_OF = `${MADE_UP}place:`;

/** Not installed here, and asked for only by features that we do not use; or looked for as files. */
const LEFT_OUT = [
  /^@nestjs\/(microservices|websockets|platform-express|platform-socket\.io)(\/|$)/,
  /^@fastify\/(multipart|static|view)$/,
  /^@prisma\/schema-engine-wasm(\/|$)/,
  /^class-transformer\/storage$/,
  /^pg-(native|cloudflare)$/,
  // Native code, and asks for it from where it stands.
  /^msgpackr-extract$/,
];

const [, , name] = process.argv;
const programs = PROGRAMS[name];
if (programs === undefined) throw new Error(`usage: node scripts/bundle.mjs ${Object.keys(PROGRAMS).join(' | ')}`);
const folder = join(dist, name);
// It is native code, which not every system has that Node runs on.
const bundler = await import('rolldown').catch(() => null);
if (bundler === null) {
  removePrograms(dist);
  process.stderr.write('slipway: the bundler (npm package rolldown) does not load here: programs start from single files, more slowly.\n');
} else {
  replace(await bundle(bundler.rolldown));
}

async function bundle(rolldown) {
  const bundled = await rolldown({
    input: Object.fromEntries(programs.map((program) => [nameOf(program), join(dist, `${program}.js`)])),
    cwd: root,
    platform: 'node',
    external: LEFT_OUT,
    plugins: [keepPlaces()],
    // Whatever it warns of would fail when that line is reached.
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(`The bundler warns: ${log.message}`);
    },
  });
  const { output } = await bundled.generate({
    dir: folder,
    format: 'esm',
    // Errors, log lines and schemas are named by their classes.
    keepNames: true,
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'part-[hash].js',
  });
  await bundled.close();
  return output;
}

/** Modules find their files (SQL, pages, package.json) from where they were written; and stack traces name the lines of our own sources. */
function keepPlaces() {
  const urlOf = (id) => `new URL(${JSON.stringify(relative(folder, id).split(sep).join('/'))}, import.meta.url)`;
  const place = (code, id) => code.replaceAll(/\bimport\.meta\.url\b/g, () => `${urlOf(id)}.href`);
  return {
    name: 'keep-places',
    resolveId: (id) => (id.startsWith(PLACE_OF) ? id : null),
    load(id) {
      if (id.startsWith(PLACE_OF)) {
        return `import { dirname as of } from 'node:path';\nimport { fileURLToPath } from 'node:url';
export const filename = fileURLToPath(${urlOf(join(root, id.slice(PLACE_OF.length, -'.mjs'.length)))});\nexport const dirname = of(filename);\n`;
      }
      if (!isOwn(id) || !existsSync(`${id}.map`)) return null;
      // What is put in place here keeps to its line.
      return { code: place(readFileSync(id, 'utf8'), id), map: readFileSync(`${id}.map`, 'utf8') };
    },
    transform(code, id) {
      if (isOwn(id) || id.startsWith(MADE_UP)) return null;
      let placed = place(code, id);
      // CommonJS; a module of the other kind that has such a name has made it itself.
      if (!/^(import|export)\b/m.test(code)) {
        placed = placed.replaceAll(
          /\b__(dirname|filename)\b/g,
          (_, what) => `require(${JSON.stringify(`${PLACE_OF}${relative(root, id)}.mjs`)}).${what}`,
        );
      }
      // The maps of all packages would be tens of megabytes.
      return { code: placed, map: { mappings: '' } };
    },
  };
}

/** Parts first and programs last, each whole from its first moment on. */
function replace(output) {
  mkdirSync(folder, { recursive: true });
  const files = new Map();
  for (const chunk of output.filter(({ type }) => type === 'chunk').sort((one, other) => Number(one.isEntry) - Number(other.isEntry))) {
    // Told in comments only.
    if (/^(?!\/\/).*\\0(place|rolldown)/m.test(chunk.code)) throw new Error(`${chunk.fileName} looks for a file of the bundler's own.`);
    const map = {
      version: 3,
      file: chunk.fileName,
      names: chunk.map?.names ?? [],
      sources: chunk.map?.sources ?? [],
      mappings: withEnds(chunk),
    };
    files.set(`${chunk.fileName}.map`, JSON.stringify(map));
    files.set(
      chunk.fileName,
      `${chunk.code.trimEnd()}\n${chunk.code.includes('//# sourceMappingURL=') ? '' : `//# sourceMappingURL=${chunk.fileName}.map\n`}`,
    );
  }
  for (const [file, text] of files) {
    writeFileSync(join(folder, `${file}.${process.pid}`), text);
    renameSync(join(folder, `${file}.${process.pid}`), join(folder, file));
  }
  removeFormer(folder, files.keys());
}

/** The mappings, ended where a module begins: lines without one, such as all of a package, would count as those of the source before. */
function withEnds({ code, map }) {
  const lines = (map?.mappings ?? '').split(';');
  code.split('\n').forEach((line, index) => {
    const [, module] = /^\/\/ (\S+\.[cm]?js)$/.exec(line) ?? [];
    if (module === undefined) return;
    // The line of the comment, and the beginning of the next, may belong to the module before.
    const first = index + 1;
    while (lines.length <= first) lines.push('');
    const given = lines[first];
    lines[first] = given === '' ? 'A' : module.startsWith('dist/') ? `A,${given}` : `${given},A`;
  });
  // Node takes a last one without a separator behind it for a longer one.
  return `${lines.join(';')};`;
}

function isOwn(id) {
  return id.startsWith(dist + sep);
}
