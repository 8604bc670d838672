import type { Provider } from '@nestjs/common';
import { ArtifactStore } from '#application/ports/artifact-store';
import { BlobCareStore } from '#application/ports/blob-care-store';
import { TextDigest } from '#application/ports/text-digest';
import { UploadStore } from '#application/ports/upload-store';
import { ArtifactViews } from '#application/queries/artifact-views';
import { NodeTextDigest } from '../blobs/node-text-digest.js';
import { PrismaArtifactStore } from './prisma-artifact-store.js';
import { PrismaUploadStore } from './prisma-upload-store.js';
import { PrismaArtifactViews } from './prisma-artifact-views.js';
import { PrismaBlobCareStore } from './prisma-blob-care-store.js';

/** Artifacts: the rows and the read model. The bytes (`BlobStore`) are bound where the configuration is known. */
export const artifactsProviders: Provider[] = [
  { provide: UploadStore, useClass: PrismaUploadStore },
  { provide: ArtifactStore, useClass: PrismaArtifactStore },
  { provide: BlobCareStore, useClass: PrismaBlobCareStore },
  { provide: ArtifactViews, useClass: PrismaArtifactViews },
  { provide: TextDigest, useClass: NodeTextDigest },
];
