import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Gauge, Registry } from 'prom-client';
import { sharedReading } from './shared-reading.js';

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
    const read = sharedReading(() => spacesOf(places, spaceOf));
    const gauge = (name: string, help: string, value: (space: DiskSpace) => number): void => {
      const made: Gauge<'place'> = new Gauge({
        name,
        help,
        labelNames: ['place'],
        registers: [registry],
        collect: async () => {
          for (const { place, space } of await read()) made.set({ place }, value(space));
        },
      });
    };
    gauge('slipway_disk_size_bytes', 'Size of the disk under a folder of the service', ({ size }) => size);
    gauge('slipway_disk_free_bytes', 'What the service may still write there', ({ free }) => free);
  }
}

interface MeasuredPlace {
  readonly place: string;
  readonly space: DiskSpace;
}

/** Those that can be measured. */
async function spacesOf(
  places: Readonly<Record<string, string>>,
  spaceOf: (folder: string) => Promise<DiskSpace>,
): Promise<readonly MeasuredPlace[]> {
  const measured = await Promise.all(
    Object.entries(places).map(async ([place, folder]) => ({ place, space: await spaceOf(folder).catch(() => null) })),
  );
  return measured.flatMap(({ place, space }) => (space === null ? [] : [{ place, space }]));
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
