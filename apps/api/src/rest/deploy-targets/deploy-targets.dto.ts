import { Int, JsonObject, Nested, NestedList, OneOf, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';
import { ActorDto } from '../shared.dto.js';

const NAME = { min: 1, max: 100, description: 'Unique; letters, digits, dots, dashes and underscores.' } as const;
const MODELS = {
  min: 1,
  max: 600,
  description: "Which models are deployed there: '*', '<name or glob>' or 'model:<name or glob>'; shown with its prefix.",
} as const;
const STAGE = { min: 1, max: 256, description: 'The stage whose promotions are deployed there.' } as const;
const REPOSITORY = { min: 1, max: 256, description: 'owner/name.' } as const;
const WORKFLOW = { min: 1, max: 256, description: 'File name (deploy.yml) or id of the workflow.' } as const;
const REF = { min: 1, max: 255, description: 'Branch or tag whose workflow file is run.' } as const;
const INPUTS =
  "Mapping of the workflow's inputs: one of ours renamed (text) or dropped (null); any other key is a constant. deployment_id and attempt stay.";
const API_URL = 'https://HOST/api/v3 of a GitHub Enterprise Server; null for github.com.';

/** A GitHub App's credential. */
export class AppCredentialDto {
  @Text({ min: 1, max: 20, description: "The App's id." })
  id: string;

  @Text({ min: 1, max: 20, optional: true, nullable: true, description: 'Looked up by the repository where it is not given.' })
  installationId?: string | null;

  @Text({ min: 1, max: 16_384, description: 'PEM; write-only.' })
  privateKey: string;
}

/** How Slipway shows itself to GitHub: exactly one of the two. Write-only. */
export class CredentialDto {
  @Nested(() => AppCredentialDto, { optional: true })
  app?: AppCredentialDto;

  @Text({ min: 1, max: 1_024, optional: true, description: 'A fine-grained token with Actions: write.' })
  token?: string;
}

/** A new deploy target. */
export class CreateDeployTargetDto {
  @Text(NAME)
  name: string;

  @Text(MODELS)
  models: string;

  @Text(STAGE)
  stage: string;

  @Text(REPOSITORY)
  repository: string;

  @Text(WORKFLOW)
  workflow: string;

  @Text(REF)
  ref: string;

  @JsonObject({ optional: true, description: INPUTS })
  inputs?: Record<string, unknown>;

  @Text({ min: 1, max: 2_048, optional: true, nullable: true, description: API_URL })
  apiUrl?: string | null;

  @Nested(() => CredentialDto)
  credential: CredentialDto;
}

/** What to change of a deploy target; absent fields stay. A new apiUrl needs the credential again. */
export class UpdateDeployTargetDto {
  @Text({ ...NAME, optional: true })
  name?: string;

  @Text({ ...MODELS, optional: true })
  models?: string;

  @Text({ ...STAGE, optional: true })
  stage?: string;

  @Text({ ...REPOSITORY, optional: true })
  repository?: string;

  @Text({ ...WORKFLOW, optional: true })
  workflow?: string;

  @Text({ ...REF, optional: true })
  ref?: string;

  @JsonObject({ optional: true, description: INPUTS })
  inputs?: Record<string, unknown>;

  @Text({ min: 1, max: 2_048, optional: true, nullable: true, description: API_URL })
  apiUrl?: string | null;

  @Nested(() => CredentialDto, { optional: true })
  credential?: CredentialDto;
}

/** What is shown of a credential. */
export class CredentialViewDto {
  @OneOf(['app', 'token'])
  kind: string;

  @Text({ nullable: true })
  appId: string | null;

  @Text({ nullable: true })
  installationId: string | null;
}

/** A deploy target. */
export class DeployTargetDto {
  @Text()
  id: string;

  @Text()
  name: string;

  @Text()
  models: string;

  @Text()
  stage: string;

  @Text()
  repository: string;

  @Text()
  workflow: string;

  @Text()
  ref: string;

  @JsonObject({ description: INPUTS })
  inputs: Record<string, unknown>;

  @Text({ nullable: true, description: API_URL })
  apiUrl: string | null;

  @Nested(() => CredentialViewDto)
  credential: CredentialViewDto;

  @Int()
  revision: number;

  @Nested(() => ActorDto)
  creator: ActorDto;

  @Timestamp()
  createdAt: Date;

  @Timestamp()
  updatedAt: Date;
}

/** A page of deploy targets. */
export class DeployTargetPageDto {
  @NestedList(() => DeployTargetDto)
  items: DeployTargetDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which deploy targets. */
export class DeployTargetListQuery extends PageQuery {}
