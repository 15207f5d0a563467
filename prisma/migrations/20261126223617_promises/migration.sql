-- AlterTable
ALTER TABLE "draft" ADD COLUMN     "promises" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "promise" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "draft_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "made_by" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "settled_by" UUID,
    "settled_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "promise_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "promise_case_id_idx" ON "promise"("case_id");

-- CreateIndex
CREATE INDEX "promise_outcome_due_on_idx" ON "promise"("outcome", "due_on");
