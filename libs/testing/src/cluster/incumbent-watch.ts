import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '#persistence/core/database';
import type { ClusterClient } from './cluster-client.js';

/** Between two looks of one reader, milliseconds: as many readers as there are would else take the machine for themselves. */
const EVERY_MS = 5;

/**
 * Reads who stands in Production, over the API and in the tables, without an end, and remembers every read that did not see exactly one. Reads
 * that got no answer count as none.
 */
export class IncumbentWatch {
  /** Reads that saw nobody or several; each a sentence. */
  readonly violations: string[] = [];
  reads = 0;
  private readonly running: Promise<void>[];
  private ended = false;

  /** @param models each with a version in Production already. */
  constructor(
    private readonly client: ClusterClient,
    private readonly database: Database,
    private readonly models: readonly string[],
  ) {
    this.running = [this.repeat(() => this.overHttp()), this.repeat(() => this.inTables())];
  }

  async stop(): Promise<void> {
    this.ended = true;
    await Promise.all(this.running);
  }

  private async repeat(look: () => Promise<void>): Promise<void> {
    while (!this.ended) {
      await look();
      await pause(EVERY_MS);
    }
  }

  private async overHttp(): Promise<void> {
    const model = this.models[this.reads % this.models.length] ?? '';
    const { status, json } = await this.client.call('GET', `/api/v1/models/${model}/stages/Production`);
    if (status === 0 || status === 503) return;
    const { versions } = json;
    if (status !== 200 || !Array.isArray(versions)) this.violations.push(`GET Production of ${model} answered ${status}`);
    else this.count(model, versions.length, 'the API');
  }

  private async inTables(): Promise<void> {
    try {
      const rows = await this.database.client.$queryRaw<{ name: string; standing: number }[]>`
        SELECT m.name, count(p.id)::int AS standing
        FROM registered_model m LEFT JOIN stage_placement p ON p.model_id = m.id AND p.stage = 'Production' AND p.to_at IS NULL
        WHERE m.name = ANY(${[...this.models]}::text[]) GROUP BY m.name`;
      for (const { name, standing } of rows) this.count(name, standing, 'the tables');
    } catch {
      // It is away; nobody sees anything then.
    }
  }

  private count(model: string, standing: number, where: string): void {
    this.reads += 1;
    if (standing !== 1) this.violations.push(`${where} showed ${standing} versions of ${model} in Production`);
  }
}
