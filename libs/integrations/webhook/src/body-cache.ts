/** Bytes kept at most: some thousand events of the usual size. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The bodies of the events that were sent last, since one event goes to many endpoints at about the same time. Events do not change. */
export class BodyCache {
  private readonly bodies = new Map<string, Uint8Array>();
  private bytes = 0;

  get(eventId: string): Uint8Array | undefined {
    return this.bodies.get(eventId);
  }

  set(eventId: string, body: Uint8Array): void {
    this.bodies.set(eventId, body);
    this.bytes += body.length;
    for (const [oldest, { length }] of this.bodies) {
      if (this.bytes <= MOST_BYTES) return;
      this.bodies.delete(oldest);
      this.bytes -= length;
    }
  }
}
