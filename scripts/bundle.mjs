// Puts each program of `dist` and all that it imports into few files, which start in a third of the time: Node finds, reads and links some 2,500
// modules one by one otherwise (docs/adr/0036-programs-in-few-files.md).
//
//   node scripts/bundle.mjs programs | test-programs
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { dist, nameOf, PROGRAMS } from './programs.mjs';

const root = join(dist, '..');

/** Not installed here, and asked for only by features that we do not use; or looked for as files (the PostgreSQL programs, the engine's `.wasm`). */
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
rmSync(folder, { recursive: true, force: true });
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
await bundled.write({
  dir: folder,
  format: 'esm',
  // Errors, log lines and schemas are named by their classes.
  keepNames: true,
  sourcemap: true,
  entryFileNames: '[name].js',
  chunkFileNames: 'part-[hash].js',
});
await bundled.close();

/**
 * Modules find their files (SQL, pages, package.json) from where they were written; and stack traces name the lines of our own sources, without the
 * megabytes that the maps of all packages would be.
 */
function keepPlaces() {
  const placeOf = '\0place:';
  const urlOf = (id) => `new URL(${JSON.stringify(relative(folder, id).split(sep).join('/'))}, import.meta.url)`;
  const place = (code, id) => code.replaceAll(/\bimport\.meta\.url\b/g, () => `${urlOf(id)}.href`);
  return {
    name: 'keep-places',
    resolveId: (id) => (id.startsWith(placeOf) ? id : null),
    load(id) {
      if (id.startsWith(placeOf)) {
        return `import { dirname as of } from 'node:path';\nimport { fileURLToPath } from 'node:url';
export const filename = fileURLToPath(${urlOf(id.slice(placeOf.length, -'.mjs'.length))});\nexport const dirname = of(filename);\n`;
      }
      if (!isOwn(id) || !existsSync(`${id}.map`)) return null;
      // What is put in place here keeps to its line.
      return { code: place(readFileSync(id, 'utf8'), id), map: readFileSync(`${id}.map`, 'utf8') };
    },
    transform(code, id) {
      if (isOwn(id)) return null;
      let placed = place(code, id);
      // CommonJS; a module of the other kind that has such a name has made it itself.
      if (!/^(import|export)\b/m.test(code)) {
        placed = placed.replaceAll(/\b__(dirname|filename)\b/g, (_, name) => `require(${JSON.stringify(`${placeOf}${id}.mjs`)}).${name}`);
      }
      return { code: placed, map: { mappings: '' } };
    },
  };
}

function isOwn(id) {
  return id.startsWith(dist + sep);
}
