import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Gauge, Registry } from 'prom-client';

/** Free and whole size of a file system in bytes. */
export interface DiskSpace {
  readonly free: number;
  readonly size: number;
}

/** How full the disks are that the service writes to, read when a scraper asks. */
export class DiskMetrics {
  /**
   * @param places folders by what they hold; one that is not there yet is measured where it will be made.
   * @param spaceOf measures one; the system's own answer by default.
   */
  constructor(registry: Registry, places: Readonly<Record<string, string>>, spaceOf: (folder: string) => Promise<DiskSpace> = spaceAt) {
    const registers = [registry];
    const size = new Gauge({
      name: 'slipway_disk_size_bytes',
      help: 'Size of the disk under a folder of the service',
      labelNames: ['place'],
      registers,
    });
    const free: Gauge<'place'> = new Gauge({
      name: 'slipway_disk_free_bytes',
      help: 'What the service may still write there',
      labelNames: ['place'],
      registers,
      collect: async () => {
        for (const [place, folder] of Object.entries(places)) {
          const space = await spaceOf(folder).catch(() => null);
          if (space === null) continue;
          free.set({ place }, space.free);
          size.set({ place }, space.size);
        }
      },
    });
  }
}

async function spaceAt(folder: string): Promise<DiskSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, size: blocks * bsize };
  } catch (error) {
    const above = dirname(folder);
    if (above === folder) throw error;
    return spaceAt(above);
  }
}
