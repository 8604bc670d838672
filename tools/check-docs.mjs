// Finds what the documentation names and the repository no longer has.
//
//   node tools/check-docs.mjs [folder of the house]
//
// Reads README.md and the other pages at the root (but CHANGELOG.md, which tells of things gone), docs/, examples/, bench/ and fails when
//   - a repository path in backticks does not exist: `libs/domain/src/...`, `package.json`; with `*` when nothing matches;
//   - a relative link, or the heading behind its `#`, does not exist;
//   - a command names an npm script that package.json has not (in fenced blocks too);
//   - a comment in the code cites a page that does not exist (`docs/....md`);
//   - a reference page leaves out an error code, an event, a right, a configuration variable or a metric that the code has.
// Names with a placeholder (`<id>`, `NNNN`, `...`, `$X`) and folders that the tools write (dist/, .slipway/) are not looked up.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

const house = resolve(process.argv[2] ?? '.');

/** What belongs to the repository, tracked or new; asked of git, because Windows and macOS would find a path in the wrong case too. */
const files = new Set(
  execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: house,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(house, file))),
);
const folders = new Set(['.']);
for (const file of files) for (let dir = posix.dirname(file); dir !== '.'; dir = posix.dirname(dir)) folders.add(dir);
const topFolders = new Set([...folders].filter((folder) => !folder.includes('/') && folder !== '.'));
// Named here as well, so that a path into a top folder that is gone altogether is still known for one.
for (const folder of ['apps', 'libs', 'docs', 'prisma', 'scripts', 'tools', 'bench', 'examples', 'test', 'helm', '.github', '.ci'])
  topFolders.add(folder);

const isPage = (file) => file.endsWith('.md') && /^(?:(?:docs|examples|bench|test)\/|[^/]+$)/.test(file) && file !== 'CHANGELOG.md';

/** Whether the file or folder is in the repository; `*` stands for any part of one name, `**` for any path. */
function exists(path) {
  const clean = posix.normalize(path).replace(/\/$/, '');
  if (!clean.includes('*')) return files.has(clean) || folders.has(clean);
  const parts = clean.split(/(\*\*\/?|\*)/).map((part) => (part.startsWith('**') ? '.*' : part === '*' ? '[^/]*' : escape(part)));
  const pattern = new RegExp(`^${parts.join('')}$`);
  return [...files, ...folders].some((known) => pattern.test(known));
}

function escape(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The path that a word in backticks names, or null where it names none (a route, a type, a command, a placeholder). */
function namedPath(word) {
  const path = word.replace(/:\d+(?:-\d+)?$/, '').replace(/#.*$/, '');
  if (!/^[\w.@*-][\w.@*/-]*$/.test(path) || path.includes('...') || path.includes('NNNN')) return null;
  const [top] = path.split('/');
  if (['dist', 'node_modules', '.slipway', 'coverage'].includes(top) || path.includes('/generated/')) return null;
  // Where a reader's own repository has its copy of examples/github/deploy.yml.
  if (path === '.github/workflows/deploy.yml') return null;
  if (path.includes('/')) return topFolders.has(top) ? path : null;
  // A bare name counts where it looks like a file of the root, and only there: `main.ts` may be any app's.
  return /^(?:README|CONTRIBUTING|SECURITY|CHANGELOG)\.md$|^LICENSE$|^(?:package|package-lock|nest-cli|knip|tsconfig[\w.]*)\.json$/.test(
    path,
  )
    ? path
    : null;
}

/** The anchors of a page, as GitHub makes them: lower case, punctuation dropped, spaces to hyphens, repeats numbered. */
function anchorsOf(text) {
  const seen = new Map();
  const anchors = new Set([...text.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)].map(([, id]) => id));
  for (const [, heading] of withoutFences(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/`/g, '');
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replace(/ /g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

/** The text with fenced blocks blanked, line for line: what stands in them is an example of something. */
function withoutFences(text) {
  let fence = '';
  return text
    .split('\n')
    .map((line) => {
      const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
      if (fence === '' && mark === undefined) return line;
      if (fence === '') fence = mark;
      else if (mark?.startsWith(fence)) fence = '';
      return '';
    })
    .join('\n');
}

const read = (file) => readFileSync(join(house, file), 'utf8');

/** npm's scripts, and those of its own names that need no `run`. */
const scripts = files.has('package.json') ? Object.keys(JSON.parse(read('package.json')).scripts ?? {}) : null;

function missingScripts(page) {
  if (scripts === null) return [];
  return read(page)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)]
        .map(([, name, own]) => name ?? own)
        .filter((name) => !scripts.includes(name))
        .map((name) => `${page}:${index + 1}: package.json has no script "${name}"`),
    );
}

/** What a page promises to list, and the words in the code that it must hold: [page, where the words are, the word]. */
const LISTS = [
  ['docs/reference/errors.md', /^libs\/domain\/src\/errors\/error-code\.ts$/, /^ {2}([A-Z_]+): '/gm],
  ['docs/glossary.md', /^libs\/domain\/src\/events\/event-types\.ts$/, /^ {2}'([a-z]+\.[a-z_]+)':/gm],
  ['docs/reference/roles.md', /^libs\/domain\/src\/access\/role\.ts$/, /^ {2}'([a-z]+(?:\.[a-z-]+)+)':/gm],
  ['docs/reference/configuration.md', /^libs\/platform\/src\/config\/\w+(?:-\w+)*-config\.ts$/, /^ {4,}([A-Z][A-Z_]+): z\b/gm],
  ['docs/operations.md', /^(?:apps|libs)\/.*(?<!\.spec)\.ts$/, /\bname: '((?:slipway|http)_[a-z_]+)'/g],
];

function leftOut([page, where, word]) {
  if (!files.has(page)) return [];
  const text = read(page);
  const sources = [...files].filter((file) => where.test(file));
  const words = new Set(sources.flatMap((file) => [...read(file).matchAll(word)].map(([, name]) => name)));
  return [...words].filter((name) => !text.includes(`\`${name}\``)).map((name) => `${page} leaves out \`${name}\``);
}

function problemsIn(page) {
  const found = missingScripts(page);
  const lines = withoutFences(read(page)).split('\n');
  for (const [index, line] of lines.entries()) {
    const say = (text) => found.push(`${page}:${index + 1}: ${text}`);
    for (const [, word] of line.matchAll(/`([^`]+)`/g)) {
      const path = namedPath(word.trim());
      if (path !== null && !exists(path) && !exists(posix.join(posix.dirname(page), path))) say(`\`${path}\` does not exist`);
    }
    for (const [, target] of line.replace(/`[^`]*`/g, '``').matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)) {
      if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) continue;
      const [path, anchor] = decodeURIComponent(target).split('#');
      const file = path === '' ? page : posix.join(path.startsWith('/') ? '.' : posix.dirname(page), path);
      if (!exists(file)) say(`the link to ${target} leads nowhere`);
      else if (anchor && file.endsWith('.md') && !anchorsOf(read(file)).has(anchor)) say(`${file} has no heading for #${anchor}`);
    }
  }
  return found;
}

/** Comments that send a reader to a page; specs name pages of houses of their own. */
function citations(file) {
  return read(file)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/\b(?:docs|bench|examples)\/[\w/-]+\.md\b/g)]
        .filter(([page]) => !files.has(page))
        .map(([page]) => `${file}:${index + 1}: ${page} does not exist`),
    );
}
const isCode = (file) =>
  /^(?:apps|libs|prisma|scripts|tools|bench|examples|test)\/.*(?<!\.spec)\.(?:ts|mjs|sql|prisma|peggy|py)$/.test(file);

const pages = [...files].filter(isPage).toSorted((a, b) => (a < b ? -1 : 1));
const problems = [...pages.flatMap(problemsIn), ...[...files].filter(isCode).flatMap(citations), ...LISTS.flatMap(leftOut)];
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? `${pages.length} pages, nothing named that is gone` : `${problems.length} things named that are gone`);
process.exitCode = problems.length === 0 ? 0 : 1;
