-- AlterTable
ALTER TABLE "desk_case" ADD COLUMN     "disputed" JSONB,
ADD COLUMN     "reply_language" TEXT;

-- AlterTable
ALTER TABLE "draft" ADD COLUMN     "asked" JSONB NOT NULL DEFAULT '[]';

-- Corrections are counted over any time without reading every timeline.
CREATE INDEX timeline_corrected ON timeline_event (at) WHERE kind = 'corrected';
