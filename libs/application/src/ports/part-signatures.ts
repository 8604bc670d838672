/** What a signed address allows: to put one part of one upload, of one size, until a time. Nothing else. */
export interface PartGrant {
  readonly uploadId: string;
  readonly number: number;
  /** Bytes; null where any number is allowed. */
  readonly size: number | null;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Signs addresses to ourselves for clients that bring no credential, with the keys of the installation. */
export abstract class PartSignatures {
  abstract sign(grant: PartGrant): string;
  abstract verify(grant: PartGrant, signature: string): boolean;
}
