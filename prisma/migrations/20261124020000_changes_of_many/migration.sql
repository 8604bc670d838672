-- What concerns any number of deliveries of an endpoint is written down in one short transaction and carried out in batches by the workers. Code of
-- earlier releases neither reads nor writes these.
-- Failing deliveries behind this position are still to be made due; null where there is nothing to do.
ALTER TABLE "webhook_endpoint" ADD COLUMN "retry_behind" BIGINT;

-- Redeliveries that were asked for and are not through: what was created in the span, is in one of the states and was finished before it was asked for.
CREATE TABLE "redelivery" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "states" TEXT[],
    "until" TIMESTAMPTZ(3) NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "after_at" TIMESTAMPTZ(3) NOT NULL,
    "after_id" TEXT NOT NULL,

    CONSTRAINT "redelivery_pkey" PRIMARY KEY ("id")
);
