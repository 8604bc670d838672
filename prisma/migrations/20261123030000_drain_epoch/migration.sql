-- Counts who holds the endpoint: a result of a delivery that was held with it, and by no lease of its own, is stored only while nobody else has
-- held the endpoint since. Code of earlier releases leases each delivery, and counts nothing here.
ALTER TABLE "webhook_endpoint" ADD COLUMN "drain_epoch" INTEGER NOT NULL DEFAULT 0;
