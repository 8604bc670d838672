import { Int, JsonObject, Nested, NestedList, OneOf, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';
import { ActorDto } from '../shared.dto.js';

/** One act. */
export class AuditEntryDto {
  @Text()
  id: string;

  @Timestamp()
  at: Date;

  @Nested(() => ActorDto)
  actor: ActorDto;

  @Text({ description: 'The way by which the command came in.' })
  door: string;

  @Text({ nullable: true, description: 'What the caller said it is.' })
  client: string | null;

  @Text({ nullable: true })
  requestId: string | null;

  @Text({ description: 'Dotted verb, such as `promotion.apply`.' })
  action: string;

  @OneOf(['done', 'refused'])
  outcome: string;

  @Text()
  objectType: string;

  @Text()
  objectId: string;

  @Text({ nullable: true, description: 'The name that the model had then.' })
  model: string | null;

  @Text({ nullable: true })
  modelId: string | null;

  @Text({ nullable: true })
  reason: string | null;

  @JsonObject({ description: 'What changed; never a secret.' })
  data: Record<string, unknown>;

  @Int({ nullable: true, description: 'Place in the hash chain; null for the moment before it is sealed.' })
  position: number | null;
}

export class AuditPageDto {
  @NestedList(() => AuditEntryDto)
  items: AuditEntryDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which entries. */
export class AuditListQuery extends PageQuery {
  @Text({ min: 1, max: 256, optional: true, description: 'Name or id of a model.' })
  model?: string;

  @Text({ min: 1, max: 64, optional: true, description: 'Id of who acted.' })
  actor?: string;

  @Text({ min: 1, max: 64, optional: true })
  action?: string;

  @Text({ min: 1, max: 64, optional: true })
  objectType?: string;

  @Timestamp({ optional: true, description: 'From this time on.' })
  since?: Date;

  @Timestamp({ optional: true, description: 'Before this time.' })
  until?: Date;
}

/** Which part of the chain. */
export class AuditExportQuery {
  @Int({ min: 1, optional: true, description: 'First position; 1 if not given.' })
  since?: number;

  @Int({ min: 1, optional: true, description: 'Last position; the newest sealed entry if not given.' })
  until?: number;
}

/** A signed statement about the chain; keep it where nobody can change it. */
export class CheckpointDto {
  @Int()
  position: number;

  @Text({ description: 'Hash of the entry at that position.' })
  hash: string;

  @Text({ description: 'The text that is signed.' })
  payload: string;

  @Text({ description: 'Ed25519 over the payload in UTF-8, base64.' })
  signature: string;

  @Text()
  keyId: string;

  @Timestamp()
  createdAt: Date;
}

/** A key that signs checkpoints, or did. */
export class AuditKeyDto {
  @Text({ description: 'First 16 hex digits of the SHA-256 of the public key in DER.' })
  keyId: string;

  @Text({ description: 'SPKI PEM.' })
  publicKey: string;

  @Timestamp()
  createdAt: Date;

  @Timestamp({ nullable: true, description: 'Null for the one that signs.' })
  retiredAt: Date | null;

  @OneOf(['rotated', 'compromised', 'lost'], {
    nullable: true,
    description: 'Why it signs no more; what a `compromised` one signed proves nothing by itself.',
  })
  retiredFor: string | null;
}

export class AuditKeyPageDto {
  @NestedList(() => AuditKeyDto)
  items: AuditKeyDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}
