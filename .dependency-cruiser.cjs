/**
 * Which way the arrows run (docs/architecture.md), as rules. Run by `npm run check`; `tools/dependency-rules.spec.ts` proves that each
 * rule still bites. The imports across libs are the subpaths of package.json (`#domain/...`), resolved to sources by the condition
 * `@slipway/source`, exactly as tsc and vitest do it.
 */

/** Tests beside the code, and the programs they start (`*.fixture.ts`); they may use libs/testing and a real adapter. */
const SPEC = '\\.(spec|fixture)\\.ts$';
/** Written by `prisma generate` and by the OpenAPI generator: not ours to shape. */
const GENERATED = '(^|/)generated/|\\.generated\\.ts$';
/** Whatever is ours; npm packages, Node builtins and JSON files are not. */
const OURS = '^(apps|libs)/';

/** One rule of the form "files under `from` import of ours only what is under `only`". */
function importsOnly(name, from, only, comment) {
  return { name, severity: 'error', comment, from: { path: from, pathNot: SPEC }, to: { path: OURS, pathNot: only } };
}

module.exports = {
  forbidden: [
    // --- domain: pure -------------------------------------------------------------------------------------------------------------
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      comment: 'domain is pure: no npm package, no Node builtin, nothing of ours. What it needs comes as an argument.',
      from: { path: '^libs/domain/', pathNot: SPEC },
      to: { pathNot: '^libs/domain/' },
    },
    {
      name: 'domain-specs-need-no-adapter',
      severity: 'error',
      comment: 'A rule of the domain is tested as it is written: without a database, a queue or a server.',
      from: { path: `^libs/domain/.*${SPEC}` },
      to: { path: OURS, pathNot: '^libs/(domain|testing)/' },
    },

    // --- application: use cases and ports --------------------------------------------------------------------------------------------
    {
      name: 'application-imports-domain-and-nest-common',
      severity: 'error',
      comment: 'A use case speaks to the world through ports: only domain and @nestjs/common (for @Injectable).',
      from: { path: '^libs/application/', pathNot: SPEC },
      to: { pathNot: '^(libs/(application|domain)/|node_modules/@nestjs/common/)' },
    },

    // --- adapters ---------------------------------------------------------------------------------------------------------------------
    importsOnly(
      'persistence-arrows',
      '^libs/persistence/',
      '^libs/(persistence|application|domain|platform)/',
      'persistence imports application, domain and platform.',
    ),
    importsOnly(
      'queue-arrows',
      '^libs/queue/',
      '^libs/(queue|application|domain|platform)/',
      'queue imports application, domain and platform.',
    ),
    importsOnly(
      'integration-arrows',
      '^libs/integrations/([^/]+)/',
      '^libs/(integrations/$1|application|domain|platform)/',
      'An integration imports application, domain and platform, never another integration.',
    ),
    importsOnly(
      'platform-imports-nothing-of-ours',
      '^libs/platform/',
      '^libs/platform/',
      'platform knows no rule of ours: npm and Node only.',
    ),
    importsOnly('sdk-imports-nothing-of-ours', '^libs/sdk/', '^libs/sdk/', 'The client is made from the OpenAPI document alone.'),
    {
      name: 'sdk-without-node',
      severity: 'error',
      comment: 'The SDK also runs in the browser: no Node builtin.',
      from: { path: '^libs/sdk/', pathNot: SPEC },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-persistence-imports-prisma',
      severity: 'error',
      comment: 'Prisma stays behind persistence, so that the database is known in one place.',
      from: { pathNot: '^(libs/persistence/|prisma\\.config\\.ts$|tools/|scripts/)' },
      to: { path: '^(node_modules/(@prisma|prisma)/|libs/persistence/src/generated/)' },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      comment: 'An arrow back. libs/testing alone may start an app, to drive it from outside.',
      from: { path: '^libs/', pathNot: '^libs/testing/' },
      to: { path: '^apps/' },
    },

    // --- apps -------------------------------------------------------------------------------------------------------------------------
    {
      name: 'apps-never-import-each-other',
      severity: 'error',
      comment: 'What two apps share belongs into a lib.',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/server/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'server-imports-api-and-worker',
      severity: 'error',
      comment: 'apps/server is api and worker in one process; no other app.',
      from: { path: '^apps/server/' },
      to: { path: '^apps/', pathNot: '^apps/(server|api|worker)/' },
    },
    {
      name: 'clients-import-sdk-only',
      severity: 'error',
      comment: 'Web, CLI and Action talk to the service as any user does: through the SDK.',
      from: { path: '^apps/(web|cli|action)/', pathNot: SPEC },
      to: { path: '^libs/', pathNot: '^libs/sdk/' },
    },
    {
      name: 'entry-points-hold-no-rule',
      severity: 'error',
      comment: 'Of domain an app uses types (import type), events and error codes. A rule is asked by a use case, never by a door.',
      from: { path: '^apps/', pathNot: SPEC },
      to: { path: '^libs/domain/', pathNot: '^libs/domain/src/(events|errors)/', dependencyTypesNot: ['type-only'] },
    },

    // --- everywhere -------------------------------------------------------------------------------------------------------------------
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Two files that import each other are one file, or need a third. No forwardRef, no import cycle.',
      from: { pathNot: GENERATED },
      to: { circular: true },
    },
    {
      name: 'no-barrel',
      severity: 'error',
      comment: 'Import the file that holds the thing: an index.ts hides cycles and loads everything.',
      from: {},
      to: { path: '^libs/.*/index\\.[cm]?tsx?$', pathNot: GENERATED },
    },
    {
      name: 'no-barrel-file',
      severity: 'error',
      comment: 'The same rule, seen from the barrel.',
      from: { path: '^libs/.*/index\\.[cm]?tsx?$', pathNot: GENERATED },
      to: {},
    },
    {
      name: 'no-testing-in-product',
      severity: 'error',
      comment: 'Builders, fixed clocks and contract servers stay out of what is shipped.',
      from: { path: OURS, pathNot: `^libs/testing/|${SPEC}` },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'no-spec-import',
      severity: 'error',
      comment: 'What two tests share belongs into libs/testing.',
      from: {},
      to: { path: SPEC },
    },
    {
      name: 'across-libs-by-subpath',
      severity: 'error',
      comment: 'From one lib or app to another by the subpath (`#domain/...`), never by `../../`.',
      from: { path: '^(libs/integrations/[^/]+|(?:apps|libs)/[^/]+)/' },
      to: { path: OURS, pathNot: '^$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      comment: 'A devDependency is not there in production; a type of it is fine.',
      from: { path: OURS, pathNot: `^libs/testing/|${SPEC}` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      comment: 'A package that package.json does not name works by luck.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'An import that leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphan',
      severity: 'error',
      comment: 'A file that imports nothing and that nobody imports is dead.',
      from: { orphan: true, path: OURS, pathNot: `${SPEC}|\\.d\\.ts$|${GENERATED}|/main\\.ts$` },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'libs/persistence/src/generated'] },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@slipway/source', 'import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
};
