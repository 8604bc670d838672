import type { DispatchOutcome } from '#domain/deployment/dispatch-outcome';

/** How Slipway shows itself to GitHub for one deploy target. Secret: never logged, never in an error. */
export type DeployCredential =
  | { readonly kind: 'token'; readonly token: string }
  /** `installationId` null: the gateway looks it up by the repository. `privateKey` is a PEM. */
  | { readonly kind: 'app'; readonly appId: string; readonly installationId: string | null; readonly privateKey: string };

/** Everything that is needed to reach one workflow. */
export interface DeployTargetConnection {
  readonly id: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The workflow's file name (`deploy.yml`) or id. */
  readonly workflow: string;
  /** Branch or tag whose workflow file is run. */
  readonly ref: string;
  /** `https://HOST/api/v3` of a GitHub Enterprise Server; null for api.github.com. */
  readonly apiUrl: string | null;
  readonly credential: DeployCredential;
}

/** One workflow run as GitHub describes it. `status` and `conclusion` are GitHub's words. */
export interface DeployRun {
  /** Decimal digits; beyond 2^53 too. */
  readonly id: string;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly htmlUrl: string | null;
  /** The run's name after the workflow's `run-name`. */
  readonly displayTitle: string;
  /** Numeric id of the repository, stable over renames; null where GitHub did not say. */
  readonly repositoryId: string | null;
}

/** Why a question has no answer now; `refused` will not mend itself, the others may. */
export type GatewayFailure =
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number; readonly message: string }
  | { readonly kind: 'refused'; readonly status: number | null; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

export type RunLookup =
  | { readonly kind: 'found'; readonly run: DeployRun }
  | { readonly kind: 'not_found'; readonly message: string }
  | GatewayFailure;

export type CancelOutcome =
  /** GitHub will cancel; the run ends some time later. */
  | { readonly kind: 'accepted' }
  /** The run had ended already: poll it for its conclusion. */
  | { readonly kind: 'already_finished' }
  | { readonly kind: 'not_found'; readonly message: string }
  | GatewayFailure;

/**
 * Starts and follows the workflow runs that deploy a version. No method throws for what GitHub or the network does: every outcome is typed, so
 * that the caller knows whether a repeat is safe. Each call ends within 10 seconds. Messages hold no secret and may be shown.
 */
export abstract class DeployGateway {
  /** Starts a run, at most once: a request that may have been accepted is never repeated. */
  abstract dispatch(target: DeployTargetConnection, inputs: Readonly<Record<string, string>>): Promise<DispatchOutcome>;

  /**
   * Looks among the workflow's dispatched runs, created since a minute before `since`, for the one whose title holds `token`
   * (`[dpl_x.1]`, brackets included). `not_found` proves nothing: GitHub lists runs late.
   */
  abstract findRun(target: DeployTargetConnection, search: { readonly token: string; readonly since: Date }): Promise<RunLookup>;

  /** The run by its id. */
  abstract getRun(target: DeployTargetConnection, runId: string): Promise<RunLookup>;

  /** Asks for the run's cancellation. */
  abstract cancelRun(target: DeployTargetConnection, runId: string): Promise<CancelOutcome>;
}
