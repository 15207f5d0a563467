-- The mailroom: folders of a mailbox, the mail ledger, delivery, attachments' scans, alarms.

-- Mails on their way out: what left, what became of it, its copy in the Sent folder, and addresses that cannot be reached.
ALTER TABLE "outgoing" ADD COLUMN "raw_sha256" TEXT,
ADD COLUMN "delivery" TEXT,
ADD COLUMN "delivery_at" TIMESTAMPTZ(3),
ADD COLUMN "delivery_reason" TEXT,
ADD COLUMN "held_for_address" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "anyway_at" TIMESTAMPTZ(3),
ADD COLUMN "file_at" TIMESTAMPTZ(3),
ADD COLUMN "filing_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "filing_problem" TEXT,
ADD COLUMN "filed_at" TIMESTAMPTZ(3);

CREATE INDEX "outgoing_recipient_sent_at_idx" ON "outgoing"("recipient", "sent_at");
CREATE INDEX "outgoing_file_at_idx" ON "outgoing"("file_at");

CREATE TABLE "undeliverable_address" (
    "id" BIGSERIAL NOT NULL,
    "address" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT,
    "reason" TEXT NOT NULL,
    "mail_id" UUID,
    "cleared_by" UUID,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_reason" TEXT,

    CONSTRAINT "undeliverable_address_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "undeliverable_address_address_idx" ON "undeliverable_address"("address");
-- One standing mark an address.
CREATE UNIQUE INDEX "undeliverable_address_standing" ON "undeliverable_address"("address") WHERE "cleared_at" IS NULL;

-- The folders of a mailbox, each for as long as its UIDs name the same mails, and their dispositions.
CREATE TABLE "mail_folder" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "mailbox" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "uid_validity" BIGINT NOT NULL,
    "incarnation" INTEGER NOT NULL,
    "last_uid" BIGINT NOT NULL DEFAULT 0,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_folder_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "mail_folder_mailbox_path_incarnation_key" ON "mail_folder"("mailbox", "path", "incarnation");
-- One that goes on at a time.
CREATE UNIQUE INDEX "mail_folder_current" ON "mail_folder"("mailbox", "path") WHERE "ended_at" IS NULL;

-- Until now a mailbox had one folder, whose path stood in the settings only: it is filled in when the folder is opened again.
INSERT INTO "mail_folder" ("mailbox", "path", "role", "uid_validity", "incarnation", "last_uid", "began_at", "ended_at")
SELECT known."mailbox", '', 'inbox', known."uid_validity",
    row_number() OVER (PARTITION BY known."mailbox" ORDER BY known."current", known."began_at", known."uid_validity"),
    known."last_uid", known."began_at", CASE WHEN known."current" THEN NULL ELSE known."ended_at" END
FROM (
    SELECT "mailbox", "uid_validity", max("last_uid") AS "last_uid", min("began_at") AS "began_at", max("ended_at") AS "ended_at",
        bool_or("current") AS "current"
    FROM (
        SELECT "mailbox", "uid_validity", max("uid") AS "last_uid", min("recorded_at") AS "began_at", max("recorded_at") AS "ended_at",
            false AS "current"
        FROM "disposition" GROUP BY 1, 2
        UNION ALL
        SELECT "name", "uid_validity", "last_uid", now(), NULL, true FROM "mailbox" WHERE "uid_validity" IS NOT NULL
    ) AS parts GROUP BY 1, 2
) AS known;

ALTER TABLE "disposition" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN "folder_id" UUID,
ADD COLUMN "size" BIGINT,
ADD COLUMN "arrived_at" TIMESTAMPTZ(3),
ADD COLUMN "email_id" TEXT;

UPDATE "disposition" d SET "folder_id" = f."id" FROM "mail_folder" f
WHERE f."mailbox" = d."mailbox" AND f."uid_validity" = d."uid_validity";
-- A duplicate shares the mail of the first one, which arrived at another time.
UPDATE "disposition" d SET "arrived_at" = m."received_at" FROM "mail" m WHERE m."id" = d."mail_id" AND d."kind" <> 'duplicate';

ALTER TABLE "disposition" DROP CONSTRAINT "disposition_pkey",
DROP COLUMN "mailbox",
DROP COLUMN "uid_validity",
ALTER COLUMN "folder_id" SET NOT NULL,
ADD CONSTRAINT "disposition_pkey" PRIMARY KEY ("id");

CREATE UNIQUE INDEX "disposition_folder_id_uid_key" ON "disposition"("folder_id", "uid");
CREATE INDEX "disposition_recorded_at_id_idx" ON "disposition"("recorded_at", "id");
CREATE INDEX "disposition_standing" ON "disposition"("recorded_at", "id")
    WHERE "settled_at" IS NULL AND "case_id" IS NULL AND "kind" IN ('quarantined', 'bounce');

ALTER TABLE "mailbox" DROP COLUMN "uid_validity",
DROP COLUMN "last_uid";

CREATE TABLE "reconciliation" (
    "id" BIGSERIAL NOT NULL,
    "mailbox" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "listed" INTEGER NOT NULL,
    "recorded" INTEGER NOT NULL,
    "gone" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    "mended" INTEGER NOT NULL,
    "differences" JSONB NOT NULL,

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "reconciliation_mailbox_at_idx" ON "reconciliation"("mailbox", "at");

-- What the ledger searches: sender, subject, Message-ID and the words, as single words.
ALTER TABLE "mail" ADD COLUMN "digest" TEXT,
ADD COLUMN "search" tsvector;

-- Mails from before have no digest: they were read by another reader, and are known again by their bytes.
UPDATE "mail" SET "search" = to_tsvector('simple', regexp_replace(concat_ws(' ', "from_address", "from_name", "subject", "message_id",
        left("reading" ->> 'newText', 20000)), '[^[:alnum:]]+', ' ', 'g'));

CREATE INDEX "mail_digest_idx" ON "mail"("digest");
CREATE INDEX "mail_search_idx" ON "mail" USING GIN ("search");
