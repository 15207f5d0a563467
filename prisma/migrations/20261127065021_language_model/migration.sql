-- CreateTable
CREATE TABLE "model_request" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "purpose" TEXT NOT NULL,
    "about" UUID NOT NULL,
    "asked_by" UUID,
    "model_name" TEXT NOT NULL,
    "sent" TEXT,
    "tokens_at_most" INTEGER NOT NULL,
    "microcents_at_most" BIGINT NOT NULL,
    "ms_at_most" INTEGER NOT NULL,

    CONSTRAINT "model_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_answer" (
    "request_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "why" TEXT,
    "received" TEXT,
    "tokens" INTEGER NOT NULL,
    "microcents" BIGINT NOT NULL,
    "ms" INTEGER NOT NULL,

    CONSTRAINT "model_answer_pkey" PRIMARY KEY ("request_id")
);

-- CreateIndex
CREATE INDEX "model_request_at_idx" ON "model_request"("at");

-- CreateIndex
CREATE INDEX "model_request_about_idx" ON "model_request"("about");

-- CreateIndex
CREATE INDEX "model_answer_at_idx" ON "model_answer"("at");

-- What was sent and received is written once; its text may be destroyed by law, never changed.
CREATE FUNCTION "refuse_model_record_change"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept text := TG_ARGV[0];
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) = to_jsonb(OLD) || jsonb_build_object(kept, NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'raise_exception';
END
$$;
CREATE TRIGGER "model_request_kept" BEFORE UPDATE OR DELETE ON "model_request" FOR EACH ROW EXECUTE FUNCTION "refuse_model_record_change"('sent');
CREATE TRIGGER "model_request_not_truncated" BEFORE TRUNCATE ON "model_request" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "model_answer_kept" BEFORE UPDATE OR DELETE ON "model_answer" FOR EACH ROW EXECUTE FUNCTION "refuse_model_record_change"('received');
CREATE TRIGGER "model_answer_not_truncated" BEFORE TRUNCATE ON "model_answer" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
