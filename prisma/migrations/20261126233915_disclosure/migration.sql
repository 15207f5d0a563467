-- CreateTable
CREATE TABLE "establishment" (
    "id" UUID NOT NULL,
    "account_number" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "scope" TEXT[],
    "from_on" DATE NOT NULL,
    "until_on" DATE NOT NULL,
    "own_from_on" DATE,
    "own_until_on" DATE,
    "consent" TEXT NOT NULL,
    "recorded_by" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_by" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_reason" TEXT,

    CONSTRAINT "establishment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "establishment_account_number_address_idx" ON "establishment"("account_number", "address");

-- Who was established is never changed but revoked, once.
CREATE FUNCTION establishment_only_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an establishment is never deleted';
  END IF;
  IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
    OR (to_jsonb(NEW) - 'revoked_at' - 'revoked_by' - 'revoked_reason') <> (to_jsonb(OLD) - 'revoked_at' - 'revoked_by' - 'revoked_reason') THEN
    RAISE EXCEPTION 'an establishment is never changed, only revoked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER establishment_only_revoked BEFORE UPDATE OR DELETE ON establishment FOR EACH ROW EXECUTE FUNCTION establishment_only_revoked();
