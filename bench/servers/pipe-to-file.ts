// The control of the artifact bench: what a PUT brings goes into one file, what a GET asks for comes out of it; nothing is looked at.
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';

const file = process.env['PIPE_FILE'] ?? '';

/** `?sync` also waits for the disk, as whoever promises to keep the bytes must. */
async function keep(request: IncomingMessage): Promise<void> {
  await pipeline(request, createWriteStream(file));
  if (request.url?.includes('sync') !== true) return;
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}

const server = createServer((request, response) => {
  const work = request.method === 'PUT' ? keep(request) : pipeline(createReadStream(file), response);
  work.then(
    () => response.end(),
    () => response.destroy(),
  );
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.('listening'));
process.once('SIGTERM', () => process.exit(0));
