import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { must, type ApiCall } from '../upgrade/api-caller.js';

/** How much is written at a time. */
export interface LoadSize {
  /** How many promote at once, each in a model of its own. */
  readonly writers: number;
  /** Bytes of each file that is uploaded beside them, one after the other. */
  readonly fileBytes: number;
  /** From one upload to the next, so that there are not too many files to compare. Milliseconds. */
  readonly pauseMs: number;
}

/** A load that runs until it is ended. */
export interface RunningLoad {
  /** Ids of promotions that were answered by 201, in the order of the answers. */
  readonly promotions: readonly string[];
  /** Paths of artifacts that were answered by 201. */
  readonly artifacts: readonly string[];
  end(): Promise<unknown>;
}

const FILES = 'load-files';

/** The address of an artifact of the load. */
export function loadedArtifact(path: string): string {
  return `/api/v1/models/${FILES}/versions/1/artifacts/${path}`;
}

/** Promotes and uploads as fast as it is answered, until told to end. @throws, from `end`, where anything was refused. */
export function startLoad(call: ApiCall, { writers, fileBytes, pauseMs }: LoadSize): RunningLoad {
  const promotions: string[] = [];
  const artifacts: string[] = [];
  let over = false;
  const promote = async (number: number): Promise<void> => {
    const model = `load-${number}`;
    await must(call('POST', '/api/v1/models', { name: model }));
    for (let version = 1; version <= 2; version += 1) await must(call('POST', `/api/v1/models/${model}/versions`, { source: 's3://b/m' }));
    for (let count = 0; !over; count += 1) {
      const { id } = await must(call('POST', '/api/v1/promotions', { model, version: 1 + (count % 2), toStage: 'Production' }));
      promotions.push(String(id));
    }
  };
  const upload = async (): Promise<void> => {
    await must(call('POST', '/api/v1/models', { name: FILES }));
    await must(call('POST', `/api/v1/models/${FILES}/versions`, {}));
    for (let count = 0; !over; count += 1) {
      const path = `file-${count}.bin`;
      await must(call('PUT', loadedArtifact(path), randomBytes(fileBytes / 2).toString('hex')));
      artifacts.push(path);
      await pause(pauseMs);
    }
  };
  const all = [...Array.from({ length: writers }, (_, number) => promote(number)), upload()];
  const ended = Promise.all(all);
  // Told by `end`.
  ended.catch(() => undefined);
  return {
    promotions,
    artifacts,
    end: () => {
      over = true;
      return ended;
    },
  };
}
