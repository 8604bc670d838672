// Loaded before a program under test (NODE_OPTIONS=--import=...): names under `.test` resolve to what the file in TEST_DNS_FILE says at that
// moment, as the name server of an attacker would have it; everything else goes to the system.
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const system = dns.lookup;
dns.lookup = (hostname, options, callback) => {
  if (!hostname.endsWith('.test')) return system(hostname, options, callback);
  const { [hostname]: addresses = [] } = JSON.parse(readFileSync(process.env.TEST_DNS_FILE, 'utf8'));
  if (addresses.length === 0) return callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }));
  const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  if (options?.all === true) return callback(null, answers);
  return callback(null, answers[0].address, answers[0].family);
};
syncBuiltinESMExports();
