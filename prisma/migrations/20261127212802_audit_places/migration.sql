-- AlterTable
ALTER TABLE "office_audit" ADD COLUMN     "place" TEXT;

-- CreateIndex
CREATE INDEX "office_audit_actor_id_idx" ON "office_audit"("actor", "id");

-- CreateIndex
CREATE INDEX "office_audit_act_id_idx" ON "office_audit"("act", "id");
