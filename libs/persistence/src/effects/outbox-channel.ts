/** The channel on which processes tell one another that events were committed. Says nothing but "look". */
export const OUTBOX_CHANNEL = 'slipway_outbox';
