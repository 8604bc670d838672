// How sources are formatted (`npm run format`); prose is wrapped by hand.
export default {
  printWidth: 140,
  singleQuote: true,
  trailingComma: 'all',
  endOfLine: 'lf',
  sortPackageJson: false,
  ignorePatterns: [
    // Generated
    'node_modules/',
    'dist/',
    'coverage/',
    '.slipway/',
    'package-lock.json',
    'libs/persistence/src/generated/',
    'libs/sdk/src/generated/',
    '*.generated.ts',
    // Applied migrations never change, not even their white space
    'prisma/migrations/',
    // Written by a training run; their bytes are what the story registers
    'examples/*/model/',
    // Cut by a tool from a published document
    'libs/testing/src/github/openapi-cut.json',
    '*.md',
  ],
};
