/** Addresses of things for receivers of events: absolute where the public URL is known, else relative to the service. */
export abstract class Links {
  abstract ofPromotion(model: string, version: number, promotionId: string): Readonly<Record<string, string>>;
  abstract ofVersion(model: string, version: number): Readonly<Record<string, string>>;
}
