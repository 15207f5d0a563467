-- AlterTable
ALTER TABLE "desk_case" ADD COLUMN     "clock_stale" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "waits_until" DATE;

-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "languages" TEXT[] DEFAULT ARRAY['en']::TEXT[],
ADD COLUMN     "skills" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "promise" ADD COLUMN     "reminded" TEXT,
ALTER COLUMN "draft_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "case_clock" (
    "case_id" UUID NOT NULL,
    "standard" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "holder" TEXT NOT NULL,
    "running" BOOLEAN NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "steps_taken" INTEGER NOT NULL,
    "next_step_at" TIMESTAMPTZ(3),
    "target_minutes" INTEGER NOT NULL,
    "rulebook" TEXT NOT NULL,

    CONSTRAINT "case_clock_pkey" PRIMARY KEY ("case_id","standard")
);

-- CreateTable
CREATE TABLE "shift" (
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shift_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "absence" (
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "recorded_by" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "case_clock_next_step_at_idx" ON "case_clock"("next_step_at");

-- CreateIndex
CREATE INDEX "shift_ends_at_idx" ON "shift"("ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "shift_staff_id_starts_at_key" ON "shift"("staff_id", "starts_at");

-- CreateIndex
CREATE INDEX "absence_ends_at_idx" ON "absence"("ends_at");

-- CreateIndex
CREATE INDEX "desk_case_assignee_id_due_at_idx" ON "desk_case"("assignee_id", "due_at");

CREATE INDEX "desk_case_clock_stale_idx" ON "desk_case"("id") WHERE "clock_stale";
