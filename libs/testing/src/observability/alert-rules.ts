/** One alert of a rules file of Prometheus. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly severity: string;
  readonly runbook: string;
}

/**
 * Reads a rules file that is written as ours is: one member a line, the expression on the line below `expr: >-`.
 * @throws Error where a rule lacks a member.
 */
export function alertRules(yaml: string): readonly AlertRule[] {
  return yaml
    .split(/^ {6}- alert: /m)
    .slice(1)
    .map((text) => {
      const alert = /^\w+/.exec(text)?.[0] ?? '';
      const member = (pattern: RegExp): string => {
        const found = pattern.exec(text)?.[1]?.trim();
        if (found === undefined || found === '') throw new Error(`the rule ${alert} has no ${String(pattern)}`);
        return found;
      };
      return {
        alert,
        expr: member(/expr: >-\n(.*)/),
        for: member(/for: (.*)/),
        severity: member(/severity: (.*)/),
        runbook: member(/runbook: (.*)/),
      };
    });
}
