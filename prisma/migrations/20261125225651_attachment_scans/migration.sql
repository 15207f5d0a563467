-- CreateTable
CREATE TABLE "attachment_scan" (
    "mail_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "signature" TEXT,
    "problem" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attachment_scan_pkey" PRIMARY KEY ("mail_id","number")
);

-- CreateIndex
CREATE INDEX "attachment_scan_state_at_idx" ON "attachment_scan"("state", "at");
