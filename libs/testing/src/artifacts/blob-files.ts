import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** All files under a folder, with their paths from there, sorted; none where it is not there. */
export async function filesUnder(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  } catch {
    return [];
  }
}

/** The stored blobs under a root. */
export function blobFiles(root: string): Promise<string[]> {
  return filesUnder(join(root, 'blobs'));
}

/** What is begun and not finished under a root: parts and notes. */
export async function unfinished(root: string): Promise<string[]> {
  return (await filesUnder(join(root, 'incoming'))).filter((path) => !path.endsWith('owner.json'));
}

/** Turns one bit of a file around, as a failing disk would. */
export async function flipByte(path: string, offset: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, offset);
    byte.writeUInt8(byte.readUInt8(0) ^ 1, 0);
    await file.write(byte, 0, 1, offset);
  } finally {
    await file.close();
  }
}
