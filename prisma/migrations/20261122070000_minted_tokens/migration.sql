-- With which token a token was minted, so that whoever ends a stolen one can end what the thief made with it. Null: at boot, by the operator's
-- command line, or by an older release.
ALTER TABLE "api_token" ADD COLUMN "minted_with" TEXT;
CREATE INDEX "api_token_minted_with_idx" ON "api_token"("minted_with");
