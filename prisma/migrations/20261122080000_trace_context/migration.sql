-- The W3C trace context under which an event or deployment came to be, so that other processes continue the same trace. It comes from a
-- setting of the transaction, so that no function changes: whoever sets none (no traces, an older release) writes NULL.
-- The default is set apart from the column: rows that exist stay as they are.
ALTER TABLE "event" ADD COLUMN "traceparent" TEXT;
ALTER TABLE "event" ALTER COLUMN "traceparent" SET DEFAULT NULLIF(current_setting('slipway.traceparent'::text, true), ''::text);
ALTER TABLE "deployment" ADD COLUMN "traceparent" TEXT;
ALTER TABLE "deployment" ALTER COLUMN "traceparent" SET DEFAULT NULLIF(current_setting('slipway.traceparent'::text, true), ''::text);
