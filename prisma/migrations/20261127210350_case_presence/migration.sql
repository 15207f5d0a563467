-- CreateTable
CREATE TABLE "case_presence" (
    "case_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "writing" BOOLEAN NOT NULL,

    CONSTRAINT "case_presence_pkey" PRIMARY KEY ("case_id","staff_id")
);

-- CreateIndex
CREATE INDEX "case_presence_seen_at_idx" ON "case_presence"("seen_at");
