// Compares nest-cli.json, the map of apps and libs, with the folders that are there.
//
//   node tools/check-nest-map.mjs [folder of the house]
//
// Fails when a folder under apps/ or libs/ holds sources and stands in no project, or when a project's folder or entry file is gone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

const house = resolve(process.argv[2] ?? '.');
const { projects } = JSON.parse(readFileSync(join(house, 'nest-cli.json'), 'utf8'));
const roots = new Set(Object.values(projects).map((project) => project.root));

/** The folders directly in `path` (relative, with slashes), without what tools leave behind. */
function foldersIn(path) {
  if (!existsSync(join(house, path))) return [];
  return readdirSync(join(house, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['node_modules', 'dist'].includes(entry.name))
    .map((entry) => posix.join(path, entry.name));
}

/** Whether any TypeScript or JavaScript file lies at or below `path`. */
function holdsSources(path) {
  return readdirSync(join(house, path), { withFileTypes: true }).some((entry) =>
    entry.isDirectory() ? entry.name !== 'node_modules' && holdsSources(posix.join(path, entry.name)) : /\.[cm]?[jt]sx?$/.test(entry.name),
  );
}

/** The folders that must be projects: each app and lib with sources, and where a lib is a family (integrations), each of its members. */
function unmapped(path) {
  if (roots.has(path) || !holdsSources(path)) return [];
  const isFamily = [...roots].some((root) => root.startsWith(`${path}/`));
  return isFamily ? foldersIn(path).flatMap(unmapped) : [path];
}

const problems = [...foldersIn('apps'), ...foldersIn('libs')]
  .flatMap(unmapped)
  .map((path) => `${path} holds sources and is missing from nest-cli.json: add it to "projects"`);

for (const [name, { root, sourceRoot, type, entryFile }] of Object.entries(projects)) {
  if (!existsSync(join(house, root))) problems.push(`nest-cli.json names ${root} (project ${name}), which is gone`);
  else if (!existsSync(join(house, sourceRoot)) || !holdsSources(sourceRoot)) {
    problems.push(`nest-cli.json names ${sourceRoot} (project ${name}), which holds no source`);
  } else if (type === 'application' && !existsSync(join(house, sourceRoot, `${entryFile}.ts`))) {
    problems.push(`nest-cli.json names ${sourceRoot}/${entryFile}.ts (project ${name}), which is gone`);
  }
}

for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? `${roots.size} apps and libs, all on the map` : `${problems.length} differences between the map and the folders`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
