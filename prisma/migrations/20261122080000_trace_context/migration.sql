-- The W3C trace context under which an event or deployment came to be, so that other processes continue the same trace. It comes from a
-- setting of the transaction, so that no function changes: whoever sets none (no traces, an older release) writes NULL.
CREATE FUNCTION slipway_traceparent() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT NULLIF(current_setting('slipway.traceparent', true), '')
$$;

-- The default is set apart from the column: rows that exist stay as they are.
ALTER TABLE "event" ADD COLUMN "traceparent" TEXT;
ALTER TABLE "event" ALTER COLUMN "traceparent" SET DEFAULT slipway_traceparent();
ALTER TABLE "deployment" ADD COLUMN "traceparent" TEXT;
ALTER TABLE "deployment" ALTER COLUMN "traceparent" SET DEFAULT slipway_traceparent();
