import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Where artifact bytes are kept. */
export interface ArtifactsConfig {
  readonly kind: 'file';
  /** Absolute path of the folder. */
  readonly path: string;
}

/** The schema of this area; without a variable artifacts live under `home`. */
export function artifactsSchema(home: string): z.ZodType<ArtifactsConfig> {
  return z
    .object({
      SLIPWAY_ARTIFACT_ROOT: z
        .string()
        .refine((value) => !value.startsWith('s3:'), {
          abort: true,
          error: 'a folder such as file:/srv/slipway/artifacts: object stores (s3://) are not supported yet by this version',
        })
        .refine((value) => folderOf(value) !== undefined, { error: 'a folder written as file:/absolute/path or file:./relative/path' })
        .optional(),
    })
    .transform((env) => ({ kind: 'file', path: folderOf(env.SLIPWAY_ARTIFACT_ROOT ?? '') ?? join(home, 'artifacts') }));
}

function folderOf(value: string): string | undefined {
  if (!value.startsWith('file:') || value === 'file:') return undefined;
  if (!value.startsWith('file://')) return resolve(value.slice('file:'.length));
  try {
    return fileURLToPath(value);
  } catch {
    return undefined;
  }
}
