-- CreateTable
CREATE TABLE "property" (
    "id" TEXT NOT NULL,
    "pin" TEXT,
    "address" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "vacant_since" DATE,

    CONSTRAINT "property_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "number" TEXT NOT NULL,
    "property_id" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "opened_on" DATE NOT NULL,
    "closed_on" DATE,

    CONSTRAINT "account_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_person" (
    "account_number" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "account_person_pkey" PRIMARY KEY ("account_number","person_id","role")
);

-- CreateTable
CREATE TABLE "meter" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "units_per_count" INTEGER NOT NULL,
    "digits" INTEGER NOT NULL,
    "size_inches" TEXT NOT NULL,
    "installed_on" DATE NOT NULL,

    CONSTRAINT "meter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meter_read" (
    "id" TEXT NOT NULL,
    "meter_id" TEXT NOT NULL,
    "read_on" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "value" INTEGER NOT NULL,

    CONSTRAINT "meter_read_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bill" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "from_read_id" TEXT NOT NULL,
    "to_read_id" TEXT NOT NULL,
    "quantity_cubic_feet" DECIMAL(65,30) NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "schedule" TEXT NOT NULL,

    CONSTRAINT "bill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bill_line" (
    "bill_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "from_on" DATE NOT NULL,
    "to_on" DATE NOT NULL,
    "days" INTEGER NOT NULL,
    "quantity" DECIMAL(65,30) NOT NULL,
    "rate" TEXT NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "sample" BOOLEAN NOT NULL,

    CONSTRAINT "bill_line_pkey" PRIMARY KEY ("bill_id","position")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "entered_on" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "bill_id" TEXT,
    "memo" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_request" (
    "id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "content_hash" TEXT NOT NULL,
    "amount_cents" INTEGER,
    "author_ids" UUID[],
    "status" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "rulebook" TEXT NOT NULL,

    CONSTRAINT "approval_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_case" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "token" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "topic_reason" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "customer_address" TEXT,
    "customer_name" TEXT,
    "account_number" TEXT,
    "account_basis" TEXT,
    "entitled" BOOLEAN NOT NULL DEFAULT false,
    "assignee_id" UUID,
    "linked_case_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_event" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "timeline_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_content" (
    "event_id" BIGINT NOT NULL,
    "content" TEXT,
    "destroyed_at" TIMESTAMPTZ(3),

    CONSTRAINT "timeline_content_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "mail_token" (
    "mailbox" TEXT NOT NULL,
    "sealed_refresh_token" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_token_pkey" PRIMARY KEY ("mailbox")
);

-- CreateTable
CREATE TABLE "mailbox" (
    "name" TEXT NOT NULL,
    "uid_validity" BIGINT,
    "last_uid" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'never-connected',
    "problem" TEXT,
    "state_since" TIMESTAMPTZ(3),

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "raw_mail" (
    "sha256" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,

    CONSTRAINT "raw_mail_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "mail" (
    "id" UUID NOT NULL,
    "raw_sha256" TEXT NOT NULL,
    "message_id" TEXT,
    "from_address" TEXT,
    "from_name" TEXT,
    "subject" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "reading" JSONB NOT NULL,
    "case_id" UUID,

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disposition" (
    "mailbox" TEXT NOT NULL,
    "uid_validity" BIGINT NOT NULL,
    "uid" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "raw_sha256" TEXT,
    "mail_id" UUID,
    "case_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_by" UUID,
    "settled_at" TIMESTAMPTZ(3),
    "settled_reason" TEXT,

    CONSTRAINT "disposition_pkey" PRIMARY KEY ("mailbox","uid_validity","uid")
);

-- CreateTable
CREATE TABLE "case_message_id" (
    "message_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "ours" BOOLEAN NOT NULL,

    CONSTRAINT "case_message_id_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "outgoing" (
    "id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "case_id" UUID,
    "draft_id" UUID,
    "content_hash" TEXT,
    "sender" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "claimed_by" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_sent" (
    "id" BIGSERIAL NOT NULL,
    "address" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "case_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_sent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office_audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "office_audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office_switch" (
    "name" TEXT NOT NULL,
    "on" BOOLEAN NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "office_switch_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "draft" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "author_ids" UUID[],
    "template" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "claims" JSONB NOT NULL,
    "vouched" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "hold" JSONB,
    "note" TEXT,
    "rendered" TEXT NOT NULL,
    "heard_seq" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slack_card" (
    "id" BIGSERIAL NOT NULL,
    "approval_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "ts" TEXT NOT NULL,

    CONSTRAINT "slack_card_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "slack_user_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_session" (
    "id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_rate_limit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "auth_rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_property_id_idx" ON "account"("property_id");

-- CreateIndex
CREATE INDEX "person_email_idx" ON "person"("email");

-- CreateIndex
CREATE INDEX "account_person_person_id_idx" ON "account_person"("person_id");

-- CreateIndex
CREATE INDEX "meter_account_number_idx" ON "meter"("account_number");

-- CreateIndex
CREATE INDEX "meter_read_meter_id_read_on_idx" ON "meter_read"("meter_id", "read_on");

-- CreateIndex
CREATE INDEX "bill_account_number_issued_on_idx" ON "bill"("account_number", "issued_on");

-- CreateIndex
CREATE INDEX "ledger_entry_account_number_entered_on_idx" ON "ledger_entry"("account_number", "entered_on");

-- CreateIndex
CREATE INDEX "approval_request_status_requested_at_idx" ON "approval_request"("status", "requested_at");

-- CreateIndex
CREATE INDEX "approval_request_subject_kind_subject_id_idx" ON "approval_request"("subject_kind", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "desk_case_number_key" ON "desk_case"("number");

-- CreateIndex
CREATE UNIQUE INDEX "desk_case_token_key" ON "desk_case"("token");

-- CreateIndex
CREATE INDEX "desk_case_status_updated_at_idx" ON "desk_case"("status", "updated_at");

-- CreateIndex
CREATE INDEX "desk_case_assignee_id_idx" ON "desk_case"("assignee_id");

-- CreateIndex
CREATE INDEX "desk_case_account_number_idx" ON "desk_case"("account_number");

-- CreateIndex
CREATE UNIQUE INDEX "timeline_event_case_id_seq_key" ON "timeline_event"("case_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "mail_raw_sha256_key" ON "mail"("raw_sha256");

-- CreateIndex
CREATE INDEX "mail_message_id_idx" ON "mail"("message_id");

-- CreateIndex
CREATE INDEX "mail_case_id_idx" ON "mail"("case_id");

-- CreateIndex
CREATE INDEX "disposition_kind_recorded_at_idx" ON "disposition"("kind", "recorded_at");

-- CreateIndex
CREATE INDEX "disposition_mail_id_idx" ON "disposition"("mail_id");

-- CreateIndex
CREATE INDEX "case_message_id_case_id_idx" ON "case_message_id"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_message_id_key" ON "outgoing"("message_id");

-- CreateIndex
CREATE INDEX "outgoing_status_not_before_idx" ON "outgoing"("status", "not_before");

-- CreateIndex
CREATE INDEX "outgoing_case_id_idx" ON "outgoing"("case_id");

-- CreateIndex
CREATE INDEX "outgoing_draft_id_idx" ON "outgoing"("draft_id");

-- CreateIndex
CREATE INDEX "notice_sent_address_at_idx" ON "notice_sent"("address", "at");

-- CreateIndex
CREATE INDEX "office_audit_at_idx" ON "office_audit"("at");

-- CreateIndex
CREATE INDEX "draft_status_idx" ON "draft"("status");

-- CreateIndex
CREATE UNIQUE INDEX "draft_case_id_version_key" ON "draft"("case_id", "version");

-- CreateIndex
CREATE INDEX "slack_card_approval_id_idx" ON "slack_card"("approval_id");

-- CreateIndex
CREATE UNIQUE INDEX "slack_card_channel_ts_key" ON "slack_card"("channel", "ts");

-- CreateIndex
CREATE UNIQUE INDEX "staff_email_key" ON "staff"("email");

-- CreateIndex
CREATE UNIQUE INDEX "staff_slack_user_id_key" ON "staff"("slack_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_email_key" ON "auth_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_token_key" ON "auth_session"("token");

-- CreateIndex
CREATE INDEX "auth_session_user_id_idx" ON "auth_session"("user_id");

-- CreateIndex
CREATE INDEX "auth_account_user_id_idx" ON "auth_account"("user_id");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "auth_rate_limit_key_key" ON "auth_rate_limit"("key");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_property_id_fkey" FOREIGN KEY ("property_id") REFERENCES "property"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_person" ADD CONSTRAINT "account_person_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_person" ADD CONSTRAINT "account_person_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meter" ADD CONSTRAINT "meter_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meter_read" ADD CONSTRAINT "meter_read_meter_id_fkey" FOREIGN KEY ("meter_id") REFERENCES "meter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bill" ADD CONSTRAINT "bill_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bill_line" ADD CONSTRAINT "bill_line_bill_id_fkey" FOREIGN KEY ("bill_id") REFERENCES "bill"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_account_number_fkey" FOREIGN KEY ("account_number") REFERENCES "account"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema cannot say.

-- Only one decision at a time may be pending on one subject.
CREATE UNIQUE INDEX "approval_request_one_pending" ON "approval_request"("subject_kind", "subject_id") WHERE "status" = 'pending';

-- A draft's reply is queued once, whatever runs twice.
CREATE UNIQUE INDEX "outgoing_one_reply_a_draft" ON "outgoing"("draft_id") WHERE "kind" = 'reply';

-- History is written once. A correction is a new row.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'raise_exception';
END
$$;
CREATE TRIGGER "timeline_event_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "timeline_event" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "office_audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "office_audit" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- The content of an event may be destroyed by law, never changed or removed: the tombstone stays.
CREATE FUNCTION "refuse_content_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."destroyed_at" IS NULL AND NEW."event_id" = OLD."event_id"
     AND NEW."content" IS NULL AND NEW."destroyed_at" IS NOT NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'timeline_content is kept, or destroyed whole' USING ERRCODE = 'raise_exception';
END
$$;
CREATE TRIGGER "timeline_content_kept" BEFORE UPDATE OR DELETE ON "timeline_content" FOR EACH ROW EXECUTE FUNCTION "refuse_content_change"();
CREATE TRIGGER "timeline_content_not_truncated" BEFORE TRUNCATE ON "timeline_content" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
