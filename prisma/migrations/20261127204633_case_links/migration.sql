-- Links stand by themselves, a pair once: one that a case was opened with is the first of them.
CREATE TABLE "case_link" (
    "low_id" UUID NOT NULL,
    "high_id" UUID NOT NULL,
    "because" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "linked_by" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_link_pkey" PRIMARY KEY ("low_id","high_id")
);

CREATE INDEX "case_link_high_id_idx" ON "case_link"("high_id");

INSERT INTO "case_link" ("low_id", "high_id", "because", "linked_by", "linked_at")
SELECT DISTINCT ON (1, 2)
    LEAST(opened."id", opened."linked_case_id"),
    GREATEST(opened."id", opened."linked_case_id"),
    CASE WHEN opened."customer_address" IS NOT DISTINCT FROM known."customer_address" THEN 'answered-long-ago' ELSE 'not-its-customer' END,
    'desk',
    opened."opened_at"
FROM "desk_case" opened
JOIN "desk_case" known ON known."id" = opened."linked_case_id"
WHERE opened."linked_case_id" <> opened."id"
ORDER BY 1, 2, opened."opened_at";

ALTER TABLE "desk_case" DROP COLUMN "linked_case_id";
