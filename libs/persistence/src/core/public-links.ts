import { Links } from '#application/shared/links';

/** Addresses of pages and resources under the public URL; relative to the service where that is not known. */
export class PublicLinks extends Links {
  /** `publicUrl` has no slash at its end and may carry a path. */
  constructor(private readonly publicUrl: string | undefined) {
    super();
  }

  override ofPromotion(model: string, version: number, promotionId: string): Readonly<Record<string, string>> {
    return { ...this.ofVersion(model, version), promotion: this.to(`/api/v1/promotions/${promotionId}`) };
  }

  override ofVersion(model: string, version: number): Readonly<Record<string, string>> {
    const name = encodeURIComponent(model);
    return { model: this.to(`/api/v1/models/${name}`), version: this.to(`/api/v1/models/${name}/versions/${version}`) };
  }

  private to(path: string): string {
    return `${this.publicUrl ?? ''}${path}`;
  }
}
