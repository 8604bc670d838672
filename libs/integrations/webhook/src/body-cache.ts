/** Characters kept at most: some thousand events of the usual size. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** The bodies of the events that were sent last, since one event goes to many endpoints at about the same time. Events do not change. */
export class BodyCache {
  private readonly bodies = new Map<string, string>();
  private characters = 0;

  get(eventId: string): string | undefined {
    return this.bodies.get(eventId);
  }

  set(eventId: string, body: string): void {
    this.bodies.set(eventId, body);
    this.characters += body.length;
    for (const [oldest, text] of this.bodies) {
      if (this.characters <= MOST_CHARACTERS) return;
      this.bodies.delete(oldest);
      this.characters -= text.length;
    }
  }
}
