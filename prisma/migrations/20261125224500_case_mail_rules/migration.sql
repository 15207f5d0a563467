-- When a case was answered, from which its days for reopening count; whom a reply goes to beside the customer.
ALTER TABLE "desk_case" ADD COLUMN "answered_at" TIMESTAMPTZ(3);

UPDATE "desk_case" SET "answered_at" = said."at"
FROM (SELECT "case_id", max("at") AS "at" FROM "timeline_event" WHERE "kind" = 'sent' GROUP BY "case_id") AS said
WHERE said."case_id" = "desk_case"."id";

CREATE INDEX "desk_case_customer_address_updated_at_idx" ON "desk_case"("customer_address", "updated_at");

ALTER TABLE "draft" ADD COLUMN "cc" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "dropped" JSONB NOT NULL DEFAULT '[]';

ALTER TABLE "outgoing" ADD COLUMN "cc" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- How many automatic mails a whole domain has had.
CREATE INDEX "notice_sent_domain" ON "notice_sent"((substring("address" from '[^@]*$')), "at");
