import type { DeploymentState } from '#domain/deployment/deployment-machine';
import { Bool, Int, Nested, NestedList, OneOf, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';

/** Exhaustive: a new state does not compile until it is offered here. */
const STATES = {
  queued: true,
  reconciling: true,
  dispatched: true,
  running: true,
  succeeded: true,
  failed: true,
  cancelled: true,
  timed_out: true,
  superseded: true,
} as const satisfies Record<DeploymentState, true>;
const STATE_NAMES = Object.keys(STATES);
const STATE_HINT =
  'queued: nothing was sent yet. reconciling: it is not known whether GitHub accepted. dispatched: accepted, not begun. running: begun. The others are ends.';

/** The deploy target of a deployment; its name stays readable after the target was deleted. */
export class DeploymentTargetDto {
  @Text()
  id: string;

  @Text()
  name: string;
}

/** The run of a deploy target for an applied promotion. */
export class DeploymentDto {
  @Text()
  id: string;

  @Text()
  promotionId: string;

  @Text()
  model: string;

  @Text()
  modelId: string;

  @Int()
  version: number;

  @Text()
  stage: string;

  @Nested(() => DeploymentTargetDto)
  target: DeploymentTargetDto;

  @Int({ description: 'Counted per model, stage and target; the highest is the newest wish.' })
  generation: number;

  @OneOf(STATE_NAMES, { description: STATE_HINT })
  state: DeploymentState;

  @Int({ description: 'From 1; a retry makes it one more.' })
  attempt: number;

  @Text({ nullable: true })
  runId: string | null;

  @Text({ nullable: true, description: "The run's page at GitHub." })
  runUrl: string | null;

  @Text({ nullable: true, description: "GitHub's word for the run's status." })
  runStatus: string | null;

  @Text({ nullable: true, description: "GitHub's word for the run's end." })
  conclusion: string | null;

  @Text({ nullable: true, description: 'Why it is not going as wished, for people.' })
  error: string | null;

  @Bool({ description: 'Somebody asked for the cancellation and the run has not ended yet.' })
  cancelRequested: boolean;

  @Timestamp()
  createdAt: Date;

  @Timestamp()
  updatedAt: Date;

  @Timestamp({ nullable: true })
  finishedAt: Date | null;
}

/** A page of deployments. */
export class DeploymentPageDto {
  @NestedList(() => DeploymentDto)
  items: DeploymentDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which deployments. */
export class DeploymentListQuery extends PageQuery {
  @Text({ min: 1, max: 256, optional: true, description: 'Name or id of a model.' })
  model?: string;

  @Text({ min: 1, max: 256, optional: true, description: 'Stage; case does not matter.' })
  stage?: string;

  @OneOf(STATE_NAMES, { optional: true })
  state?: DeploymentState;

  @Text({ min: 1, max: 100, optional: true, description: 'Name or id of a deploy target.' })
  target?: string;

  @Text({ min: 1, max: 64, optional: true, description: 'Id of a promotion.' })
  promotion?: string;
}
