// `npm run build`: dist for production, with the types checked.
import { ensureBuilt, ensureGenerated, ensureInstalled, main } from './lib.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureGenerated();
  await ensureBuilt({ check: true });
});
