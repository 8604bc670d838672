/** A call of the gateway ends within 10 s; as long again for the writes around it. Every turn prolongs it. */
export const DEPLOYMENT_LEASE_MS = 20_000;

/** The answer where the stored credential does not open; never why, which could say something of the keys. */
export const CREDENTIAL_CLOSED =
  'The credential of the deploy target cannot be opened with the keys of this installation; give it a new one.';
