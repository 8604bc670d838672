/**
 * Random models, and for each the version after the one that was picked for it last: never the one that stands in the stage, which would be
 * a promotion that writes nothing.
 */
export class Picks {
  private readonly last = new Map<number, number>();

  constructor(
    private readonly models: number,
    private readonly versions: number,
  ) {}

  next(): { readonly model: number; readonly version: number } {
    const model = Math.floor(Math.random() * this.models);
    const version = ((this.last.get(model) ?? 0) % this.versions) + 1;
    this.last.set(model, version);
    return { model, version };
  }
}
