-- AlterTable
ALTER TABLE "approval_request" ADD COLUMN     "decisions_needed" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "earlier_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "needs" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "reason_code" TEXT;
