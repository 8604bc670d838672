import { Module } from '@nestjs/common';
import { FinalizeVersion } from '#application/finalize-version/finalize-version';
import { ReadArtifact } from '#application/read-artifact/read-artifact';
import { ReadManifest } from '#application/read-artifact/read-manifest';
import { RegistryChange } from '#application/shared/registry-change';
import { SweepBlobs } from '#application/sweep-blobs/sweep-blobs';
import { UploadArtifact } from '#application/upload-artifact/upload-artifact';
import { IntegrityRegister } from '#application/verify-version/integrity-register';
import { VerifyVersion } from '#application/verify-version/verify-version';
import { ArtifactDownload } from './artifact-download.js';
import { ArtifactUpload } from './artifact-upload.js';
import { ArtifactsController } from './artifacts.controller.js';
import { BlobSweeper } from './blob-sweeper.js';

@Module({
  controllers: [ArtifactsController],
  providers: [
    ArtifactDownload,
    ArtifactUpload,
    BlobSweeper,
    FinalizeVersion,
    IntegrityRegister,
    ReadArtifact,
    ReadManifest,
    RegistryChange,
    SweepBlobs,
    UploadArtifact,
    VerifyVersion,
  ],
})
export class ArtifactsModule {}
