-- AlterTable
ALTER TABLE "desk_case" ADD COLUMN     "merged_into_id" UUID;

-- CreateTable
CREATE TABLE "safety_flag" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "account_number" TEXT,
    "reason" TEXT NOT NULL,
    "raised_by" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "review_by" DATE NOT NULL,
    "cleared_by" UUID,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_reason" TEXT,

    CONSTRAINT "safety_flag_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "safety_flag_account_number_idx" ON "safety_flag"("account_number");

-- CreateIndex
CREATE INDEX "safety_flag_cleared_at_review_by_idx" ON "safety_flag"("cleared_at", "review_by");

-- CreateIndex
CREATE UNIQUE INDEX "safety_flag_case_id_reason_key" ON "safety_flag"("case_id", "reason");

-- CreateIndex
CREATE INDEX "desk_case_merged_into_id_idx" ON "desk_case"("merged_into_id");

-- Cases are found by any word of their subject and their customer.
CREATE INDEX "desk_case_words" ON "desk_case" USING gin (to_tsvector('simple', "subject" || ' ' || coalesce("customer_name", '') || ' ' || coalesce("customer_address", '')));
-- Queues are read by state, newest first; what is at risk by when it falls due.
CREATE INDEX "desk_case_due" ON "desk_case"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "desk_case_newest" ON "desk_case"("updated_at" DESC, "id" DESC);
CREATE INDEX "desk_case_account_begins" ON "desk_case"("account_number" text_pattern_ops);
-- Callers are found by the number that they call from, however it is written.
CREATE INDEX "person_phone_digits" ON "person" (right(regexp_replace("phone", '\D', '', 'g'), 10));
