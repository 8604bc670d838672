/** The stages of the simple model; Production holds one version, the others many. */
export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;
export type StageName = (typeof STAGES)[number];

export type Who = 'lead' | 'other' | 'reader' | 'bot';

interface Request {
  readonly id: string;
  readonly version: number;
  readonly to: StageName;
  readonly by: Who;
  state: string;
}

/** What a command is expected to answer: an outcome, or the code of the error. */
export type Expected = string;

/**
 * The promotion rules once more, written as plainly as possible and apart from the product's code: a map of versions to stages, a list
 * of requests, a hold and a set of quarantines. The property test holds the real thing against it.
 */
export class SimpleModel {
  readonly stages = new Map<number, StageName>();
  readonly moved = new Set<number>();
  readonly once: number[] = [];
  readonly quarantined = new Set<number>();
  readonly requests: Request[] = [];
  held = false;

  constructor(versions: number) {
    for (let version = 1; version <= versions; version += 1) this.stages.set(version, 'None');
  }

  incumbent(): number | undefined {
    return [...this.stages].find(([, stage]) => stage === 'Production')?.[0];
  }

  /** `open` gets the id that the real service gave to a new request. */
  promote(who: Who, version: number, to: StageName): Expected {
    const from = this.stages.get(version);
    if (from === to) return this.moved.has(version) ? 'already-there' : 'REFUSED';
    const refusal = this.refusal(who, version, to);
    if (refusal !== null) return refusal;
    if (who === 'reader') return 'pending';
    this.apply(version, to, true, who !== 'bot');
    return 'applied';
  }

  approve(who: Who, index: number): Expected {
    const request = this.requests[index];
    if (request === undefined) return 'NOT_FOUND';
    if (request.state !== 'pending') return 'INVALID_STATE';
    if (who === 'reader' || who === 'bot' || request.by === who) return 'PERMISSION_DENIED';
    const refusal = this.refusal(who, request.version, request.to);
    if (refusal !== null) return refusal;
    if (this.stages.get(request.version) === request.to) return 'INVALID_STATE';
    request.state = 'applied';
    this.apply(request.version, request.to, true, true);
    return 'approved';
  }

  close(who: Who, index: number, as: 'rejected' | 'cancelled'): Expected {
    const request = this.requests[index];
    if (request === undefined) return 'NOT_FOUND';
    if (request.state !== 'pending') return 'INVALID_STATE';
    if (as === 'rejected' && (who === 'reader' || who === 'bot')) return 'PERMISSION_DENIED';
    if (as === 'cancelled' && request.by !== who) return 'PERMISSION_DENIED';
    request.state = as;
    return as;
  }

  rollBack(who: Who, from: number): Expected {
    if (who === 'reader') return 'PERMISSION_DENIED';
    if (this.incumbent() !== from) return 'INCUMBENT_CHANGED';
    if (this.held && who === 'bot') return 'STAGE_HELD';
    const back = this.once.toReversed().find((version) => version !== from && !this.quarantined.has(version));
    if (back === undefined) return 'ROLLBACK_IMPOSSIBLE';
    this.apply(back, 'Production', false, false);
    this.quarantined.add(from);
    this.held = true;
    return 'applied';
  }

  private refusal(who: Who, version: number, to: StageName): string | null {
    const from = this.stages.get(version);
    const codes: string[] = [];
    if (from === 'Production') codes.push('REFUSED');
    if (this.held && who === 'bot' && (to === 'Production' || from === 'Production')) codes.push('STAGE_HELD');
    if (to === 'Production' && this.quarantined.has(version)) codes.push('VERSION_QUARANTINED');
    return codes.length > 1 ? 'REFUSED' : (codes[0] ?? null);
  }

  private apply(version: number, to: StageName, supersede: boolean, person: boolean): void {
    const incumbent = this.incumbent();
    if (to === 'Production' && incumbent !== undefined) {
      this.stages.set(incumbent, 'Archived');
      this.moved.add(incumbent);
      this.once.push(incumbent);
    }
    this.stages.set(version, to);
    this.moved.add(version);
    if (to === 'Production' && person && supersede) this.held = false;
    for (const request of this.requests) {
      const lower = to === 'Production' && request.version < version;
      if (request.state === 'pending' && request.to === to && (request.version === version || lower)) request.state = 'superseded';
    }
  }
}
