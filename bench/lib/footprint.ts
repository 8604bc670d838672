import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of memory that are a process's own: what it shares with others counts in parts (PSS). Linux only. */
export function pssOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`the system does not tell the memory of process ${pid}`);
  return Number(kilobytes) * 1024;
}

/** A package that `npm ci --omit=dev` installs. */
export interface InstalledPackage {
  /** Its folder under node_modules. */
  readonly path: string;
  /** Bytes on disk, without packages inside it. */
  readonly bytes: number;
}

/** The packages of package-lock.json that a production install has, as far as they are for this platform, the biggest first. */
export function productionPackages(root: string): readonly InstalledPackage[] {
  const lock: { readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path]) => ({ path: path.replace(/^node_modules\//, ''), bytes: bytesOf(join(root, path)) }))
    .toSorted((one, other) => other.bytes - one.bytes);
}

function bytesOf(folder: string): number {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // For another platform.
    return 0;
  }
  return entries.reduce((sum, entry) => {
    if (entry.isDirectory()) return sum + (entry.name === 'node_modules' ? 0 : bytesOf(join(folder, entry.name)));
    return sum + lstatSync(join(folder, entry.name)).blocks * 512;
  }, 0);
}
