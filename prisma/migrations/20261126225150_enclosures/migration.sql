-- AlterTable
ALTER TABLE "draft" ADD COLUMN     "enclosures" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "outgoing" ADD COLUMN     "enclosures" JSONB NOT NULL DEFAULT '[]';
