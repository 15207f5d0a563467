-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN     "reference" TEXT,
ADD COLUMN     "reverses_id" TEXT,
ADD COLUMN     "source_id" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "meter" ADD COLUMN     "removed_on" DATE;

-- AlterTable
ALTER TABLE "meter_read" ADD COLUMN     "rolled_over" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "property" ADD COLUMN     "assessor_class" TEXT,
ADD COLUMN     "building_square_feet" INTEGER,
ADD COLUMN     "lot_square_feet" INTEGER,
ADD COLUMN     "units" INTEGER;

-- CreateTable
CREATE TABLE "account_class" (
    "account_number" TEXT NOT NULL,
    "from_on" DATE NOT NULL,
    "class" TEXT NOT NULL,

    CONSTRAINT "account_class_pkey" PRIMARY KEY ("account_number","from_on")
);

-- CreateTable
CREATE TABLE "ledger_echo" (
    "source_id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "entered_on" DATE NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "refusal" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_echo_pkey" PRIMARY KEY ("source_id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "as_of" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "progress" JSONB NOT NULL,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exemption" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "percent" DECIMAL(65,30),
    "from_on" DATE NOT NULL,
    "to_on" DATE,

    CONSTRAINT "exemption_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing_notice" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "sent_on" DATE NOT NULL,
    "due_on" DATE,
    "amount_cents" INTEGER,
    "text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "billing_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_arrangement" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "agreed_on" DATE NOT NULL,
    "ends_on" DATE,
    "status" TEXT NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "down_payment_cents" INTEGER NOT NULL DEFAULT 0,
    "instalments" INTEGER NOT NULL,
    "instalment_cents" INTEGER NOT NULL,

    CONSTRAINT "payment_arrangement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_order" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "meter_id" TEXT,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "requested_on" DATE NOT NULL,
    "done_on" DATE,
    "notes" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "service_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_note" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "contacted_on" DATE NOT NULL,
    "channel" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "contact_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "adjustment" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "case_id" UUID,
    "kind" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "worksheet" JSONB,
    "note" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "reverses_id" UUID,
    "rulebook" TEXT NOT NULL,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision_note" TEXT,
    "ledger_entry_id" TEXT,
    "echoed_at" TIMESTAMPTZ(3),
    "echo_problem" TEXT,

    CONSTRAINT "adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export_line" (
    "id" BIGSERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "line" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "file" TEXT,
    "written_at" TIMESTAMPTZ(3),

    CONSTRAINT "export_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute_hold" (
    "id" UUID NOT NULL,
    "account_number" TEXT NOT NULL,
    "case_id" UUID,
    "bill_id" TEXT,
    "stops" TEXT[],
    "disputed_cents" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "placed_by" UUID NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_on" DATE NOT NULL,
    "rulebook" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" UUID,
    "end_reason" TEXT,

    CONSTRAINT "dispute_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "property_document" (
    "id" UUID NOT NULL,
    "property_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "document_date" DATE,
    "number" TEXT,
    "names" TEXT[],
    "pin" TEXT,
    "assessor_class" TEXT,
    "file_name" TEXT,
    "content_type" TEXT,
    "sha256" TEXT,
    "content" BYTEA,
    "added_by" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "voided_at" TIMESTAMPTZ(3),
    "voided_by" UUID,
    "void_reason" TEXT,

    CONSTRAINT "property_document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "property_review" (
    "id" UUID NOT NULL,
    "property_id" TEXT NOT NULL,
    "type" TEXT,
    "units" INTEGER,
    "assessor_class" TEXT,
    "pin" TEXT,
    "owners" TEXT[],
    "checklist" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "rulebook" TEXT NOT NULL,
    "reviewed_by" UUID NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "property_review_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ledger_echo_reference_idx" ON "ledger_echo"("reference");

-- CreateIndex
CREATE INDEX "import_run_status_as_of_idx" ON "import_run"("status", "as_of");

-- CreateIndex
CREATE INDEX "exemption_account_number_idx" ON "exemption"("account_number");

-- CreateIndex
CREATE INDEX "billing_notice_account_number_sent_on_idx" ON "billing_notice"("account_number", "sent_on");

-- CreateIndex
CREATE INDEX "payment_arrangement_account_number_idx" ON "payment_arrangement"("account_number");

-- CreateIndex
CREATE INDEX "service_order_account_number_requested_on_idx" ON "service_order"("account_number", "requested_on");

-- CreateIndex
CREATE INDEX "contact_note_account_number_contacted_on_idx" ON "contact_note"("account_number", "contacted_on");

-- CreateIndex
CREATE UNIQUE INDEX "adjustment_reference_key" ON "adjustment"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "adjustment_ledger_entry_id_key" ON "adjustment"("ledger_entry_id");

-- CreateIndex
CREATE INDEX "adjustment_account_number_proposed_at_idx" ON "adjustment"("account_number", "proposed_at");

-- CreateIndex
CREATE INDEX "adjustment_status_decided_at_idx" ON "adjustment"("status", "decided_at");

-- CreateIndex
CREATE INDEX "export_line_file_idx" ON "export_line"("file");

-- CreateIndex
CREATE UNIQUE INDEX "export_line_subject_key" ON "export_line"("subject");

-- CreateIndex
CREATE INDEX "dispute_hold_account_number_placed_at_idx" ON "dispute_hold"("account_number", "placed_at");

-- CreateIndex
CREATE INDEX "dispute_hold_ended_at_expires_on_idx" ON "dispute_hold"("ended_at", "expires_on");

-- CreateIndex
CREATE INDEX "property_document_property_id_added_at_idx" ON "property_document"("property_id", "added_at");

-- CreateIndex
CREATE INDEX "property_review_property_id_reviewed_at_idx" ON "property_review"("property_id", "reviewed_at");

-- AddForeignKey
ALTER TABLE "account_class" ADD CONSTRAINT "account_class_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_notice" ADD CONSTRAINT "billing_notice_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_arrangement" ADD CONSTRAINT "payment_arrangement_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_order" ADD CONSTRAINT "service_order_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_note" ADD CONSTRAINT "contact_note_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "property_document" ADD CONSTRAINT "property_document_property_id_fkey" FOREIGN KEY ("property_id") REFERENCES "property"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "property_review" ADD CONSTRAINT "property_review_property_id_fkey" FOREIGN KEY ("property_id") REFERENCES "property"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "property_pin_idx" ON "property"("pin");

-- What the schema cannot say.

-- Corrected rows of the billing system are few; those that never changed are found by their id.
CREATE UNIQUE INDEX "ledger_entry_corrected" ON "ledger_entry"("source_id", "version") WHERE "version" > 1;
CREATE UNIQUE INDEX "ledger_entry_reversed_once" ON "ledger_entry"("reverses_id") WHERE "reverses_id" IS NOT NULL;
CREATE UNIQUE INDEX "ledger_entry_reference" ON "ledger_entry"("reference") WHERE "reference" IS NOT NULL;

-- At most one set of files is brought in at a time.
CREATE UNIQUE INDEX "import_run_one_running" ON "import_run"("status") WHERE "status" = 'running';

CREATE SEQUENCE "adjustment_reference";

-- What a clerk looks an account up by.
CREATE INDEX "person_name_words" ON "person" USING gin (to_tsvector('simple', "name"));
CREATE INDEX "property_address_words" ON "property" USING gin (to_tsvector('simple', "address"));

-- An adjustment is taken back once; a reversal that was returned or withdrawn is none.
CREATE UNIQUE INDEX "adjustment_reversed_once" ON "adjustment"("reverses_id") WHERE "status" NOT IN ('returned', 'withdrawn');

-- Reviews are never changed; of a document only that it was put there in error may be written, once.
CREATE TRIGGER "property_review_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "property_review" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE FUNCTION "refuse_document_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."voided_at" IS NULL AND NEW."voided_at" IS NOT NULL
     AND to_jsonb(NEW) - '{voided_at,voided_by,void_reason}'::text[] = to_jsonb(OLD) - '{voided_at,voided_by,void_reason}'::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'property_document is kept as it came' USING ERRCODE = 'raise_exception';
END
$$;
CREATE TRIGGER "property_document_kept" BEFORE UPDATE OR DELETE ON "property_document" FOR EACH ROW EXECUTE FUNCTION "refuse_document_change"();
