/** Another Slipway process uses this home. */
export class AlreadyRunningError extends Error {
  constructor(
    readonly pid: number,
    readonly home: string,
  ) {
    super(
      `Slipway is already running with the data in ${home} (process ${pid}). Use that one, stop it (kill ${pid}), ` +
        'or start a second one beside it with data of its own: SLIPWAY_HOME=.slipway-2 PORT=5010 npm start',
    );
    this.name = 'AlreadyRunningError';
  }
}

/** The embedded database cannot be started on this machine; the message says why and what to do. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}
