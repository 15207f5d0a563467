-- CreateTable
CREATE TABLE "access_link" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "staff_id" UUID,
    "role" TEXT,
    "languages" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "access_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_change" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "staff_id" UUID,
    "email" TEXT NOT NULL,
    "from_role" TEXT,
    "to_role" TEXT,
    "languages" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "status" TEXT NOT NULL,
    "alone" BOOLEAN NOT NULL,
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "access_link_digest_key" ON "access_link"("digest");

-- CreateIndex
CREATE INDEX "access_link_email_made_at_idx" ON "access_link"("email", "made_at");

-- CreateIndex
CREATE INDEX "staff_change_status_asked_at_idx" ON "staff_change"("status", "asked_at");

-- CreateIndex
CREATE INDEX "office_audit_subject_id_idx" ON "office_audit"("subject", "id");

-- One open change of a kind about one person or address: of two who ask at once, one is told.
CREATE UNIQUE INDEX "staff_change_one_open" ON "staff_change"("kind", "email") WHERE "status" = 'proposed';
