-- CreateTable
CREATE TABLE "alarm" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "remedy" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by" UUID,
    "mailed_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slack_alarm" (
    "alarm_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "ts" TEXT NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "over" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "slack_alarm_pkey" PRIMARY KEY ("alarm_id")
);

-- CreateIndex
CREATE INDEX "alarm_key_raised_at_idx" ON "alarm"("key", "raised_at");

-- CreateIndex
CREATE INDEX "alarm_cleared_at_idx" ON "alarm"("cleared_at");

-- CreateIndex
CREATE INDEX "slack_alarm_key_posted_at_idx" ON "slack_alarm"("key", "posted_at");

-- What the schema cannot say: at most one alarm of a key is open.
CREATE UNIQUE INDEX "alarm_open_key" ON "alarm"("key") WHERE "cleared_at" IS NULL;
