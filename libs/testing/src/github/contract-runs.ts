/** How runs go on by themselves. */
export type RunPlan =
  /** `in_progress` at half of the polls (asking for the run counts as one), `completed` at the last. */
  | { readonly kind: 'polls'; readonly polls: number; readonly conclusion: string }
  /** The same by time since the dispatch, in milliseconds. */
  | { readonly kind: 'time'; readonly ms: number; readonly conclusion: string }
  /** Only by `startRun` and `finishRun`. */
  | { readonly kind: 'by_hand' };

/** One workflow that the contract server knows. */
export interface ContractWorkflow {
  /** `owner/name`. */
  readonly repository: string;
  /** `deploy.yml`. */
  readonly file: string;
  /** The `run-name` with `${{ inputs.x }}`. */
  readonly runName: string;
  /** Names of the declared inputs. */
  readonly inputs: readonly string[];
  /** False: the file has no `workflow_dispatch` trigger. */
  readonly dispatchable: boolean;
  /** Branches and tags that exist. */
  readonly refs: readonly string[];
}

export interface ContractRun {
  readonly id: number;
  readonly workflow: ContractWorkflow;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly displayTitle: string;
  readonly createdAt: Date;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  /** How often the run was asked for. */
  polls: number;
  /** How often a list left it out because it was too young. */
  unlisted: number;
}

/** The name that GitHub gives a run: the template with the inputs filled in; an input that was not given is empty. */
export function renderRunName(template: string, inputs: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\$\{\{\s*inputs\.([A-Za-z_][\w-]*)\s*\}\}/g, (_match, name: string) => inputs[name] ?? '');
}

/** Moves a run on as the plan says, at most to its end. */
export function advanceRun(run: ContractRun, plan: RunPlan, now: Date): void {
  if (run.status === 'completed' || plan.kind === 'by_hand') return;
  const progress = plan.kind === 'polls' ? run.polls / plan.polls : (now.getTime() - run.createdAt.getTime()) / plan.ms;
  if (progress >= 1) finish(run, plan.conclusion);
  else if (progress >= 0.5) run.status = 'in_progress';
}

/** Ends a run. */
export function finish(run: ContractRun, conclusion: string): void {
  run.status = 'completed';
  run.conclusion = conclusion;
}

const SHA = '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d';

/** The run as GitHub's `workflow-run` schema wants it. */
export function runBody(run: ContractRun, api: string): Record<string, unknown> {
  const repo = `${api}/repos/${run.workflow.repository}`;
  const url = `${repo}/actions/runs/${run.id}`;
  const created = run.createdAt.toISOString();
  return {
    id: run.id,
    name: 'Deploy',
    node_id: `WFR_${run.id}`,
    check_suite_id: run.id + 1,
    head_branch: run.ref,
    head_sha: SHA,
    path: `.github/workflows/${run.workflow.file}`,
    run_number: 1,
    run_attempt: 1,
    display_title: run.displayTitle,
    event: 'workflow_dispatch',
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: 1,
    url,
    html_url: htmlUrl(run, api),
    pull_requests: [],
    created_at: created,
    updated_at: created,
    run_started_at: created,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repo}/check-suites/${run.id + 1}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    workflow_url: `${repo}/actions/workflows/1`,
    head_commit: { id: SHA, tree_id: SHA, message: 'Deploy workflow', timestamp: created, author: null, committer: null },
    repository: repositoryBody(run.workflow.repository, api),
    head_repository: repositoryBody(run.workflow.repository, api),
  };
}

/** Where a person sees the run. */
export function htmlUrl(run: ContractRun, api: string): string {
  return `${new URL(api).origin}/${run.workflow.repository}/actions/runs/${run.id}`;
}

/** A numeric id that stays the same for a repository name. */
export function repositoryId(repository: string): number {
  return [...repository].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_000_000_007, 7);
}

const REPOSITORY_URLS =
  'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags teams trees';

function repositoryBody(repository: string, api: string): Record<string, unknown> {
  const [owner = '', name = ''] = repository.split('/');
  const url = `${api}/repos/${repository}`;
  const urls = Object.fromEntries(REPOSITORY_URLS.split(' ').map((kind) => [`${kind}_url`, `${url}/${kind}`]));
  return {
    ...urls,
    id: repositoryId(repository),
    node_id: `R_${repositoryId(repository)}`,
    name,
    full_name: repository,
    owner: accountBody(owner, api),
    private: true,
    html_url: `${new URL(api).origin}/${repository}`,
    description: null,
    fork: false,
    url,
  };
}

/** An organization or user as GitHub's `simple-user` schema wants it. */
export function accountBody(login: string, api: string): Record<string, unknown> {
  const url = `${api}/users/${login}`;
  const kinds = ['followers', 'following', 'gists', 'starred', 'subscriptions', 'organizations', 'repos', 'events', 'received_events'];
  return {
    ...Object.fromEntries(kinds.map((kind) => [`${kind}_url`, `${url}/${kind}`])),
    login,
    id: repositoryId(login),
    node_id: `U_${repositoryId(login)}`,
    avatar_url: `${url}/avatar`,
    gravatar_id: '',
    url,
    html_url: `${new URL(api).origin}/${login}`,
    type: 'Organization',
    site_admin: false,
  };
}
