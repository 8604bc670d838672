import { open, type FileHandle } from 'node:fs/promises';

/** Does the work and closes the file after it, whatever happens. */
export async function closing<T>(file: FileHandle, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await file.close();
  }
}

/** Makes a rename outlive a power failure; Windows has no such call and keeps its folders by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await closing(handle, () => handle.sync());
}
