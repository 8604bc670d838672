import { SIZES } from './database-size.js';
import { makeCluster } from './sized-cluster.js';

// node scripts/run-source.mjs bench/size/make-database.ts <folder> <size> [folder of migrations]: a stopped server's folder, see README.md here.
const [folder, name = '', migrations] = process.argv.slice(2);
const size = SIZES[name];
if (folder === undefined || size === undefined) {
  console.error(`usage: make-database.ts <folder> <${Object.keys(SIZES).join('|')}> [folder of migrations]`);
  process.exitCode = 1;
} else {
  const start = performance.now();
  await makeCluster(folder, size, console.log, migrations);
  console.log(`${folder}: ${((performance.now() - start) / 1_000).toFixed(0)} s`);
}
