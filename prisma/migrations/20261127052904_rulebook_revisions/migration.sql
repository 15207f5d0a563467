-- CreateTable
CREATE TABLE "rulebook_revision" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "effective_on" DATE NOT NULL,
    "text" TEXT NOT NULL,
    "based_on" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "rulebook_revision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "rulebook_revision_status_kind_idx" ON "rulebook_revision"("status", "kind");

-- What was proposed stays as it was proposed; it is decided once.
CREATE FUNCTION rulebook_revision_only_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'a revision of the rulebook is never deleted';
  END IF;
  IF OLD.status <> 'proposed'
    OR (to_jsonb(NEW) - 'status' - 'decided_by' - 'decided_at' - 'reason') <> (to_jsonb(OLD) - 'status' - 'decided_by' - 'decided_at' - 'reason') THEN
    RAISE EXCEPTION 'a revision of the rulebook is decided once, and its words never change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rulebook_revision_only_decided BEFORE UPDATE OR DELETE ON rulebook_revision FOR EACH ROW EXECUTE FUNCTION rulebook_revision_only_decided();
CREATE TRIGGER rulebook_revision_not_truncated BEFORE TRUNCATE ON rulebook_revision FOR EACH STATEMENT EXECUTE FUNCTION rulebook_revision_only_decided();

-- Who was established is not forgotten all at once, either.
CREATE TRIGGER establishment_not_truncated BEFORE TRUNCATE ON establishment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
