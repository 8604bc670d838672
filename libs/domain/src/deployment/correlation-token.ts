/**
 * The token that the documented workflow template puts into the run's name, brackets included: `[dpl_x.1]`. By it a run is found again when
 * GitHub's answer to the dispatch was lost or held no run id.
 */
export function correlationToken(deploymentId: string, attempt: number): string {
  return `[${deploymentId}.${attempt}]`;
}

/** The deployment and attempt named by a run's display title, or null. The last token counts: a model's name may hold brackets, ours stands at the end. */
export function readCorrelationToken(displayTitle: string): { readonly deploymentId: string; readonly attempt: number } | null {
  const last = [...displayTitle.matchAll(/\[(dpl_[A-Za-z0-9_-]+)\.([1-9][0-9]{0,8})\]/g)].at(-1);
  const [, deploymentId, attempt] = last ?? [];
  return deploymentId === undefined || attempt === undefined ? null : { deploymentId, attempt: Number(attempt) };
}
