import type { StoryEnd } from './story.js';

/** What happened, as text for a terminal. */
export function renderStory(end: StoryEnd): string {
  const changes = end.changes.map((change) => [
    change.at,
    `v${change.version} -> ${change.stage}`,
    change.kind,
    change.archived === null ? '-' : `v${change.archived}`,
    `${change.deliveries.length} verified: ${change.deliveries.map(({ type }) => type).join(', ')}`,
    change.run === null ? '-' : `#${change.run.id} ${change.run.status}, ${change.run.conclusion ?? 'no conclusion'}`,
  ]);
  const instants = end.productionAt.map(({ at, version }) => [at, version === null ? 'nobody' : `v${version}`]);
  return [
    '',
    `What happened to ${end.model}`,
    '',
    ...grid(['when', 'stage change', 'kind', 'archived', 'webhook deliveries', 'workflow run'], changes),
    '',
    'Production at each of these instants',
    '',
    ...grid(['?at=', 'version'], instants),
    '',
    `Live in Production: v${end.live} (as its deploys reported)`,
    `Held: ${end.hold}`,
    `Quarantined for Production: v2 (incident ${end.quarantine})`,
    `Webhooks: ${end.events} events, every signature verified, every id once`,
    '',
  ].join('\n');
}

function grid(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
}
