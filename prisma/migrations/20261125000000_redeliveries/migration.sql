-- Redeliveries can be seen and cancelled, and stay to be seen for a while when they have ended. One that has ended has its place (after_at) at the end of
-- its span: code that knows nothing of states finds nothing left of it to send, and removes the row.
-- Null where it was asked for by code that did not write it down.
ALTER TABLE "redelivery" ADD COLUMN "since" TIMESTAMPTZ(3);
-- running; done; cancelled; stopped: its endpoint was deleted or is gone.
ALTER TABLE "redelivery" ADD COLUMN "state" TEXT NOT NULL DEFAULT 'running';
-- Deliveries that it has sent again so far.
ALTER TABLE "redelivery" ADD COLUMN "redelivered" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "redelivery" ADD COLUMN "ended_at" TIMESTAMPTZ(3);
