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
