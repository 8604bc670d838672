import { AsyncResource } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/**
 * An answer of these bytes. It asks for the next piece when the one before it has been passed on, and ends `pieces` where the client leaves. Nest by itself
 * makes an answer of `pieces` or of a `Readable` by streams that count pieces, not bytes, and fetches six or so before the client has taken the first: of
 * chunks of 8 MiB that is 48 MiB for each client.
 */
export function pieceByPiece(pieces: AsyncIterable<Uint8Array>): StreamableFile {
  const iterator = pieces[Symbol.asyncIterator]();
  // What asks for the next piece is a socket that has been drained, which may belong to another request of its connection (as in Nest's `toReadable`).
  const scope = new AsyncResource('PieceByPiece');
  const stream = new Readable({
    // Nothing is asked for while nobody takes what is there.
    highWaterMark: 0,
    read: () => {
      scope
        .runInAsyncScope(() => iterator.next())
        .then(
          ({ done, value }) => {
            if (!stream.destroyed) stream.push(done === true ? null : value);
          },
          (error: unknown) => stream.destroy(toError(error)),
        );
    },
    destroy: (error, callback) => {
      const ended = scope.runInAsyncScope(() => Promise.resolve(iterator.return?.()));
      ended.then(
        () => callback(error),
        (failure: unknown) => callback(error ?? toError(failure)),
      );
    },
  });
  return new StreamableFile(stream);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('reading failed', { cause: error });
}
