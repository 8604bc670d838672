import { Module } from '@nestjs/common';
import { AbortUpload } from '#application/abort-upload/abort-upload';
import { BeginUpload } from '#application/begin-upload/begin-upload';
import { CompleteUpload } from '#application/complete-upload/complete-upload';
import { UploadCompleter } from '#application/complete-upload/upload-completer';
import { PutPart } from '#application/put-part/put-part';
import { ReadUpload } from '#application/read-upload/read-upload';
import { UploadParts } from '#application/read-upload/upload-parts';
import { RegistryChange } from '#application/shared/registry-change';
import { UploadAnswer } from './upload-answer.js';
import { UploadsController } from './uploads.controller.js';

@Module({
  controllers: [UploadsController],
  providers: [AbortUpload, BeginUpload, CompleteUpload, PutPart, ReadUpload, RegistryChange, UploadAnswer, UploadCompleter, UploadParts],
})
export class UploadsModule {}
