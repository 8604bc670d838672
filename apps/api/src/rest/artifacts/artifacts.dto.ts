import { Int, NestedList, OneOf, Text, TextList } from '../fields.js';

const MAX_VERSION = 2_147_483_647;
const MAX_PATH = 4_096;
const HEX = /^[0-9a-fA-F]{64}$/;
const HEX_HINT = '64 hexadecimal digits';

/** Which version a route is about. */
export class VersionPath {
  @Text({ min: 1, max: 4_096, description: 'Name or id of the model.' })
  model: string;

  @Int({ min: 1, max: MAX_VERSION })
  version: number;
}

/** A file that the version must have. */
export class ExpectedFileDto {
  @Text({ min: 1, max: MAX_PATH })
  path: string;

  @Int({ min: 0, optional: true, description: 'Bytes; not compared where absent.' })
  size?: number;

  @Text({ pattern: HEX, hint: HEX_HINT, optional: true, description: 'SHA-256; not compared where absent.' })
  sha256?: string;
}

/** What the client knows of the version's files; refused (422) where it is not so. */
export class FinalizeDto {
  @Text({ pattern: HEX, hint: HEX_HINT, optional: true, description: 'The digest of the manifest, as the client computed it.' })
  manifestDigest?: string;

  @NestedList(() => ExpectedFileDto, {
    optional: true,
    maxItems: 100_000,
    description: 'All files that the version must have, and no other.',
  })
  files?: ExpectedFileDto[];
}

/** One file of a version. */
export class ManifestFileDto {
  @Text({ max: MAX_PATH })
  path: string;

  @Int({ min: 0, description: 'Bytes.' })
  size: number;

  @Text({ max: 64, description: 'SHA-256 of all bytes in hexadecimal digits.' })
  sha256: string;
}

/** The files of a version. */
export class ManifestDto {
  @Text()
  model: string;

  @Text()
  modelId: string;

  @Int()
  version: number;

  @Text()
  status: string;

  @OneOf(['verified', 'unverified', 'damaged'])
  integrity: string;

  @Text({
    nullable: true,
    description:
      'SHA-256 of the canonical JSON (RFC 8785) of the files in this order, each as {path, sha256, size}. Null before the version is finalized, and for bytes that lie elsewhere.',
  })
  digest: string | null;

  @OneOf(['sha256'])
  algorithm: string;

  @Int({ min: 0 })
  totalBytes: number;

  @NestedList(() => ManifestFileDto, { description: 'By UTF-16 code units of the path.' })
  files: readonly ManifestFileDto[];
}

/** What reading all bytes once more has shown. */
export class VerificationDto {
  @OneOf(['verified', 'unverified', 'damaged'])
  integrity: string;

  @Int({ min: 0, description: 'Bytes that were read and match their digests.' })
  checkedBytes: number;

  @TextList({ description: 'Paths of the files that do not match.' })
  damaged: readonly string[];
}
