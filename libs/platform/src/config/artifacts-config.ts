import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A bucket of an S3-compatible store, and how it is reached. */
export interface S3Place {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the root of the bucket. */
  readonly prefix: string;
  readonly region?: string;
  /** Of a store that is not Amazon's. */
  readonly endpoint?: string;
  /** Absent: what the AWS SDK finds by itself (profiles, roles of instances, pods and CI jobs). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** Where artifact bytes are kept: in a folder (absolute path), or in a bucket. */
export type ArtifactsConfig = { readonly kind: 'file'; readonly path: string } | ({ readonly kind: 's3' } & S3Place);

const ROOT = 'a folder written as file:/absolute/path or file:./relative/path, or a bucket written as s3://bucket/prefix';
const ENDPOINT = 'the address of the S3-compatible store, such as https://minio.example.com:9000';

/** The schema of this area; without a variable artifacts live under `home`. */
export function artifactsSchema(home: string): z.ZodType<ArtifactsConfig> {
  const text = z.string().optional();
  return z
    .object({
      SLIPWAY_ARTIFACT_ROOT: z
        .string()
        .refine((value) => folderOf(value) !== undefined || bucketOf(value) !== undefined, { error: ROOT })
        .optional(),
      AWS_ENDPOINT_URL_S3: z.url({ protocol: /^https?$/, error: ENDPOINT }).optional(),
      AWS_ENDPOINT_URL: z.url({ protocol: /^https?$/, error: ENDPOINT }).optional(),
      ...{ AWS_REGION: text, AWS_DEFAULT_REGION: text, AWS_ACCESS_KEY_ID: text, AWS_SECRET_ACCESS_KEY: text, AWS_SESSION_TOKEN: text },
    })
    .transform((env): ArtifactsConfig => {
      const root = env.SLIPWAY_ARTIFACT_ROOT ?? '';
      const place = bucketOf(root);
      if (place === undefined) return { kind: 'file', path: folderOf(root) ?? join(home, 'artifacts') };
      const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
      const endpoint = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
      const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
      const session = sessionToken === undefined ? {} : { sessionToken };
      return {
        kind: 's3',
        ...place,
        ...(region === undefined ? {} : { region }),
        ...(endpoint === undefined ? {} : { endpoint }),
        ...(accessKeyId === undefined || secretAccessKey === undefined
          ? {}
          : { credentials: { accessKeyId, secretAccessKey, ...session } }),
      };
    });
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

/** Names of buckets are 3 to 63 small letters, digits, dots and hyphens (Amazon S3, bucket naming rules). */
function bucketOf(value: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/[A-Za-z0-9!_.*'()/-]*)?$/.exec(value) ?? [];
  return bucket === undefined ? undefined : { bucket, prefix: prefix.replace(/^\/+|\/+$/g, '') };
}
