import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A name server of an attacker for programs under test: what its names (all under `.test`) resolve to may change at any moment. */
export class HostileNames {
  private readonly folder = mkdtempSync(join(tmpdir(), 'slipway-names-'));
  private readonly file = join(this.folder, 'names.json');
  private readonly names = new Map<string, readonly string[]>();

  constructor() {
    this.set('nobody.test');
  }

  /** From now on the name has these addresses. */
  set(name: string, ...addresses: readonly string[]): void {
    this.names.set(name, addresses);
    writeFileSync(this.file, JSON.stringify(Object.fromEntries(this.names)));
  }

  /** What a program needs in its environment to ask this server. */
  get env(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${new URL('./hostile-dns.mjs', import.meta.url).href}`, TEST_DNS_FILE: this.file };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
