import { startCluster } from './sized-cluster.js';

// node scripts/run-source.mjs bench/size/serve.ts <folder>...: starts the servers of made folders, prints their addresses, stops them at Ctrl+C.
const clusters = await Promise.all(process.argv.slice(2).map((folder) => startCluster(folder)));
for (const { url, superuserUrl } of clusters) console.log(`${url}\n${superuserUrl}`);
const end = setInterval(() => undefined, 60_000);
process.once('SIGINT', () => void stop()).once('SIGTERM', () => void stop());

async function stop(): Promise<void> {
  clearInterval(end);
  await Promise.all(clusters.map((cluster) => cluster.stop()));
}
