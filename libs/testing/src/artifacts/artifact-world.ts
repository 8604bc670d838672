import { FinalizeVersion } from '#application/finalize-version/finalize-version';
import type { BlobStore } from '#application/ports/blob-store';
import { EffectsSignal } from '#application/ports/effects-signal';
import { ReadArtifact } from '#application/read-artifact/read-artifact';
import { ReadManifest } from '#application/read-artifact/read-manifest';
import { Links } from '#application/shared/links';
import { RegistryChange } from '#application/shared/registry-change';
import { SweepBlobs } from '#application/sweep-blobs/sweep-blobs';
import { UploadArtifact, type UploadArtifactResult } from '#application/upload-artifact/upload-artifact';
import { IntegrityRegister } from '#application/verify-version/integrity-register';
import { VerifyVersion } from '#application/verify-version/verify-version';
import type { CommandContext } from '#application/shared/command-context';
import { PrismaArtifactStore } from '#persistence/artifacts/prisma-artifact-store';
import { PrismaArtifactViews } from '#persistence/artifacts/prisma-artifact-views';
import { BlobLayout } from '#persistence/blobs/blob-layout';
import { NodeTextDigest } from '#persistence/blobs/node-text-digest';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { PrismaPromotionStore } from '#persistence/promotion/prisma-promotion-store';
import { PrismaModelStore } from '#persistence/registry/prisma-model-store';
import { PrismaVersionStore } from '#persistence/registry/prisma-version-store';
import { RegistryWorld } from '#testing/registry/registry-world';
import { startStore, type OwnStore, type StoreKind } from './artifact-stores.js';
import { collect, inPieces } from './bytes.js';
import { PartUploads } from './part-uploads.js';

class NoSignal extends EffectsSignal {
  override wake(): void {
    // Nobody listens: tests of use cases read the tables.
  }
}

class RelativeLinks extends Links {
  override ofPromotion(model: string, version: number, promotionId: string) {
    return { promotion: `/promotions/${promotionId}`, ...this.ofVersion(model, version) };
  }
  override ofVersion(model: string, version: number) {
    return { version: `/models/${model}/versions/${version}` };
  }
}

/** The artifact use cases over a real store and a fresh database, with the registry and promotions beside them. */
export class ArtifactWorld {
  readonly admin: CommandContext;
  readonly blobs: BlobStore;
  /** The folder with the stored bytes, also where they are objects of a bucket. */
  readonly root: string;
  readonly rows: PrismaArtifactStore;
  readonly upload: UploadArtifact;
  readonly byParts: PartUploads;
  readonly read: ReadArtifact;
  readonly manifest: ReadManifest;
  readonly finalize: FinalizeVersion;
  readonly verify: VerifyVersion;
  readonly sweep: SweepBlobs;
  readonly integrity: IntegrityRegister;

  private constructor(
    readonly registry: RegistryWorld,
    private readonly store: OwnStore,
  ) {
    this.admin = registry.admin;
    const { database } = registry;
    const { ids } = registry.promotions;
    const signal = new NoSignal();
    const unit = new PrismaUnitOfWork(database);
    const journal = new PrismaJournal(database, ids);
    const promotions = new PrismaPromotionStore(database, ids);
    const change = new RegistryChange(unit, new PrismaModelStore(database), new PrismaVersionStore(database, ids), journal, signal);
    const views = new PrismaArtifactViews(database);
    ({ blobs: this.blobs, root: this.root } = store);
    this.rows = new PrismaArtifactStore(database);
    this.integrity = new IntegrityRegister(this.rows, promotions, unit, journal, signal);
    const { integrity } = this;
    const links = new RelativeLinks();
    this.upload = new UploadArtifact(this.rows, this.blobs, change, ids);
    this.byParts = new PartUploads(registry, this.blobs, change, links);
    this.read = new ReadArtifact(this.rows, this.blobs, integrity);
    this.manifest = new ReadManifest(this.rows, views);
    this.finalize = new FinalizeVersion(this.rows, views, change, promotions, new NodeTextDigest(), links);
    this.verify = new VerifyVersion(this.rows, this.blobs, integrity);
    this.sweep = new SweepBlobs(this.blobs, this.rows);
  }

  static async start(kind: StoreKind = 'disk'): Promise<ArtifactWorld> {
    const [registry, store] = await Promise.all([RegistryWorld.start(), startStore(kind)]);
    return new ArtifactWorld(registry, store);
  }

  async stop(): Promise<void> {
    await this.registry.stop();
    await this.store.stop();
  }

  /** A model with version 1, which waits for its files. */
  async open(name: string): Promise<{ readonly model: string; readonly version: number; readonly modelId: string }> {
    const { id } = await this.registry.model(name);
    const { versionId } = await this.registry.registerVersion.execute(this.admin, { model: name });
    const view = await this.registry.versions.getById('default', this.admin.actor, versionId);
    return { model: name, version: view.version, modelId: id };
  }

  /** Uploads bytes by an administrator. */
  put(at: { readonly model: string; readonly version: number }, path: string, bytes: Uint8Array): Promise<UploadArtifactResult> {
    return this.upload.execute(this.admin, { ...at, path, content: inPieces(bytes), expected: { digests: [] } });
  }

  /** Reads a whole file, or a part of it, by an administrator. */
  async get(
    at: { readonly model: string; readonly version: number },
    path: string,
    span?: { start: number; end: number },
  ): Promise<Buffer> {
    const artifact = await this.read.execute(this.admin, { ...at, path });
    return collect(await artifact.open(span ?? { start: 0, end: artifact.size }));
  }

  /** Where the bytes of a file lie. */
  async fileOf(at: { readonly model: string; readonly version: number }, path: string): Promise<string> {
    const place = await this.rows.locate('default', at.model, at.version);
    const file = await this.rows.findFile(place?.version?.versionId ?? '', path);
    if (file === null) throw new Error(`there is no ${path}`);
    return new BlobLayout(this.root).fileOf(file.blob.key);
  }
}
