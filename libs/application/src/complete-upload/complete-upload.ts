import { Injectable } from '@nestjs/common';
import { ArtifactStore } from '#application/ports/artifact-store';
import { UploadStore, type StoredUpload } from '#application/ports/upload-store';
import { requireNotEnded, visibleUpload, type UploadReference } from '#application/read-upload/visible-upload';
import type { CommandContext } from '#application/shared/command-context';
import { requireOpen } from '#application/upload-artifact/open-version-rules';
import { UploadCompleter } from './upload-completer.js';

/** Complete an upload. */
export interface CompleteUploadCommand extends UploadReference {
  /** For so long the answer is waited for (default 20 s); the work goes on after that. */
  readonly patienceMs?: number;
}

/** `completing`: the bytes are still being read; repeat the command. */
export interface CompleteUploadResult {
  readonly outcome: 'completed' | 'completing';
}

/** Shorter than proxies wait for an answer (nginx: 60 s). */
const PATIENCE_MS = 20_000;
/** Between two looks at an upload that another process completes. */
const LOOK_EVERY_MS = 500;

/**
 * Makes the parts the version's file: put together, read once for their digests, compared with what was announced, committed. A large file
 * takes longer than a request should: then the answer comes before the end, and a repeat waits for the same work. When the process that did
 * it dies, the next repeat anywhere takes it over.
 */
@Injectable()
export class CompleteUpload {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly uploads: UploadStore,
    private readonly completer: UploadCompleter,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED; INVALID_STATE where parts are missing (`missing` lists them), and
   *   for one that was aborted or has expired; INVALID_ARGUMENT where the bytes have another digest (the upload is over then), or the path
   *   collides; ARTIFACT_IMMUTABLE; UNAVAILABLE.
   */
  async execute(context: CommandContext, command: CompleteUploadCommand): Promise<CompleteUploadResult> {
    const until = Date.now() + (command.patienceMs ?? PATIENCE_MS);
    for (;;) {
      const { model, upload } = await visibleUpload({ artifacts: this.artifacts, uploads: this.uploads }, context, command);
      if (upload.state === 'completed') return { outcome: 'completed' };
      requireNotEnded(upload);
      requireOpen(model, upload);
      const left = until - Date.now();
      const outcome = await Promise.race([this.turn(context, command, upload), passed(left)]);
      if (outcome !== null) return { outcome };
      if (left <= 0) return { outcome: 'completing' };
    }
  }

  /** @returns null where another process has it: look again. */
  private async turn(context: CommandContext, command: UploadReference, upload: StoredUpload): Promise<'completed' | null> {
    const work = this.completer.complete(context, command, upload);
    if (await work) return 'completed';
    await passed(LOOK_EVERY_MS);
    return null;
  }
}

function passed(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), Math.max(0, ms)).unref();
  });
}
