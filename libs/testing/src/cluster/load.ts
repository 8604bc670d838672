import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterAnswer, ClusterClient } from './cluster-client.js';
import { randomOf } from './random-of.js';

/** What a client asked for and was promised. */
export interface Acknowledged {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly stage: string;
  /** When the answer was there, by `performance.now()`. */
  readonly at: number;
}

/** Versions that every model has before the load starts. */
const FIRST_VERSIONS = 3;
/** Between two tries of a command that got no answer, milliseconds. */
const AGAIN_MS = 20;
/** Between two commands of a client: what is tested is what happens to them, not how many there are. */
const THINK_MS = 25;
const CLIENTS = 4;

/** Statuses of answers that are no failure: done, stood there already, waits, refused by a rule or for rivals. */
const SAID = [200, 201, 202, 409, 422];

/**
 * Clients that promote, roll back and register at random. One that gets no answer, or 503, sends the same command again under
 * the same key until it knows what came of it. What was acknowledged is remembered.
 */
export class Load {
  /** Promotions and rollbacks that were answered 201. */
  readonly acknowledged: Acknowledged[] = [];
  /** Registered versions that were answered 201, by model; the first ones left out. */
  readonly registered = new Map<string, Set<string>>();
  /** Answers that no client should ever get. */
  readonly unexpected: ClusterAnswer[] = [];
  readonly models: readonly string[];
  answers = 0;
  private readonly random: () => number;
  private readonly versions = new Map<string, number>();
  private running: Promise<void>[] = [];
  private keys = 0;
  private ended = false;

  /** @param name distinguishes its models and keys from those of other loads. */
  constructor(
    private readonly client: ClusterClient,
    private readonly name: string,
    seed: number,
    models = 3,
  ) {
    this.random = randomOf(seed);
    this.models = Array.from({ length: models }, (_, n) => `${name}-${n}`);
  }

  /** Makes the models, with version 1 in Production, and starts the clients. */
  async start(clients = CLIENTS): Promise<void> {
    await Promise.all(
      this.models.map(async (model) => {
        await this.client.model(model, FIRST_VERSIONS);
        this.versions.set(model, FIRST_VERSIONS);
        this.registered.set(model, new Set());
        await this.carryOut(this.promotion(model, 1, 'Production'));
      }),
    );
    this.running = Array.from({ length: clients }, () => this.run());
  }

  /** Resolves when every command that was begun has its answer. */
  async stop(): Promise<void> {
    this.ended = true;
    await Promise.all(this.running);
  }

  /** Resolves when so many more answers have come. @throws after `limitMs`. */
  async more(count: number, limitMs = 60_000): Promise<void> {
    const wanted = this.answers + count;
    const end = performance.now() + limitMs;
    while (this.answers < wanted) {
      if (performance.now() > end) throw new Error(`only ${count - wanted + this.answers} of ${count} answers came within ${limitMs} ms`);
      await pause(5);
    }
  }

  /** Resolves with the first acknowledgement that comes from now on. @returns when its answer came. */
  async nextAcknowledged(limitMs = 60_000): Promise<Acknowledged> {
    const before = this.acknowledged.length;
    const end = performance.now() + limitMs;
    for (;;) {
      const found = this.acknowledged[before];
      if (found !== undefined) return found;
      if (performance.now() > end) throw new Error(`nothing was acknowledged within ${limitMs} ms`);
      await pause(2);
    }
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      await this.carryOut(this.choose());
      await pause(THINK_MS);
    }
  }

  private choose(): Command {
    const model = this.models[Math.floor(this.random() * this.models.length)] ?? '';
    const version = 1 + Math.floor(this.random() * (this.versions.get(model) ?? 1));
    const dice = this.random();
    if (dice < 0.15) return this.registration(model);
    if (dice < 0.2) return this.rollBack(model, version);
    return this.promotion(model, version, dice < 0.85 ? 'Production' : 'Staging');
  }

  private registration(model: string): Command {
    const key = this.key();
    return {
      send: () => this.client.call('POST', `/api/v1/models/${model}/versions`, { source: 's3://bucket/model' }, key),
      done: ({ json }) => {
        this.registered.get(model)?.add(json.id);
        this.versions.set(model, Math.max(this.versions.get(model) ?? 0, Number(json['version'])));
      },
    };
  }

  private rollBack(model: string, from: number): Command {
    const key = this.key();
    const body = { from, reason: 'worse than before' };
    return {
      send: () => this.client.call('POST', `/api/v1/models/${model}/stages/Production/rollback`, body, key),
      done: (answer) => this.remember(answer, model, Number(answer.json['version']), 'Production'),
    };
  }

  private promotion(model: string, version: number, stage: string): Command {
    const key = this.key();
    return {
      send: () => this.client.promote(model, version, key, stage),
      done: (answer) => this.remember(answer, model, version, stage),
    };
  }

  private remember({ json, to }: ClusterAnswer, model: string, version: number, stage: string): void {
    this.acknowledged.push({ id: json.id, model, version, stage, at: to });
  }

  private key(): string {
    return `${this.name}-${(this.keys += 1)}`;
  }

  private async carryOut({ send, done }: Command): Promise<void> {
    let answer = await send();
    while (answer.status === 0 || answer.status === 503) {
      await pause(AGAIN_MS);
      answer = await send();
    }
    this.answers += 1;
    if (answer.status === 201) done(answer);
    else if (!SAID.includes(answer.status)) this.unexpected.push(answer);
  }
}

/** One command under a key of its own. */
interface Command {
  readonly send: () => Promise<ClusterAnswer>;
  readonly done: (answer: ClusterAnswer) => void;
}
