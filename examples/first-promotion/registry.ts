import type { SlipwayClient } from '#sdk/client';
import type { TrainedVersion } from './model-files.js';
import { present, told, toldEqual } from './told.js';

/** Chapter 1: registers the model with both versions: files, metrics, params, git commit and the digest of the data. */
export async function registerModel(client: SlipwayClient, model: string, versions: readonly TrainedVersion[]): Promise<void> {
  await client.POST('/api/v1/models', {
    body: { name: model, description: 'Disease progression one year on, from ten measurements', tags: { example: 'first-promotion' } },
  });
  for (const version of versions) await registerVersion(client, model, version);
}

async function registerVersion(client: SlipwayClient, model: string, trained: TrainedVersion): Promise<void> {
  const { data: registered } = await client.POST('/api/v1/models/{model}/versions', {
    params: { path: { model } },
    body: {
      description: `${trained.params['estimator'] ?? ''} by examples/first-promotion/train.py`,
      metrics: { ...trained.metrics },
      params: { ...trained.params },
      lineage: { datasets: [trained.dataset], ...(trained.gitCommit === undefined ? {} : { gitCommit: trained.gitCommit }) },
    },
  });
  const number = present(registered, 'an answer to the registration').version;
  toldEqual('The number of the version', number, trained.number);
  const path = { model, version: number };
  for (const file of trained.files) {
    await client.PUT('/api/v1/models/{model}/versions/{version}/artifacts/{path}', {
      params: { path: { ...path, path: file.path } },
      headers: { 'content-type': 'application/octet-stream' },
      body: '',
      bodySerializer: () => new Uint8Array(file.bytes),
    });
  }
  const files = trained.files.map(({ path: name, bytes, sha256 }) => ({ path: name, size: bytes.length, sha256 }));
  const { data: manifest } = await client.POST('/api/v1/models/{model}/versions/{version}/finalize', {
    params: { path },
    body: { files },
  });
  told(present(manifest, 'a manifest').digest !== null, `Version ${number} has no manifest digest after it was finalized.`);
  await checkVersion(client, path, trained);
}

/** What was sent is there again, bit for bit. */
async function checkVersion(client: SlipwayClient, path: { model: string; version: number }, trained: TrainedVersion): Promise<void> {
  const { data } = await client.GET('/api/v1/models/{model}/versions/{version}', { params: { path } });
  const version = present(data, `version ${path.version}`);
  toldEqual(`The status of version ${path.version}`, version.status, 'READY');
  toldEqual(`The metrics of version ${path.version}`, version.metrics, trained.metrics);
  toldEqual(`The params of version ${path.version}`, version.params, trained.params);
  toldEqual(`The data sets of version ${path.version}`, version.lineage.datasets, [trained.dataset]);
  toldEqual(`The git commit of version ${path.version}`, version.lineage.gitCommit ?? null, trained.gitCommit ?? null);
  for (const file of trained.files) {
    const { data: bytes } = await client.GET('/api/v1/models/{model}/versions/{version}/artifacts/{path}', {
      params: { path: { ...path, path: file.path } },
      parseAs: 'arrayBuffer',
    });
    const same = bytes instanceof ArrayBuffer && file.bytes.equals(Buffer.from(bytes));
    told(same, `${file.path} of version ${path.version} came back with other bytes than were sent.`);
  }
}
