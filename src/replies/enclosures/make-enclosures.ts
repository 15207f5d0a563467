// What is enclosed with a reply: for a question about a bill the comparison as a page and the use as a picture. What each is made
// from is hashed, so that the same records make the same enclosures again, and changed ones are seen before a reply leaves.
import { createHash } from 'node:crypto'
import { useChart } from '../../billing/use-chart.ts'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import type { Enclosure } from '../../mailroom/enclosure.ts'
import { renderChart } from '../../platform/charts.ts'
import type { Tx } from '../../platform/database.ts'
import type { RenderPdf } from '../../platform/pdf.ts'
import { svgToPng } from '../../platform/svg-to-png.ts'
import type { Topic } from '../../rulebook/topics.ts'
import type { DraftEnclosure } from '../draft.ts'
import { billComparison, type Explained } from './bill-comparison.ts'
import { enclosureWords } from './enclosure-words.ts'

/** What would be enclosed, not made yet. */
export type Enclosed = { name: string; type: Enclosure['type']; alt: string | null; madeFrom: string; make(renderPdf: RenderPdf): Buffer }

const explainsBill: ReadonlySet<Topic> = new Set<Topic>(['high-bill', 'estimated-bill'])
const picture = { width: 640, height: 300, pixels: 1280 }

export function enclosuresFor(topic: Topic, explained: Explained | null, language: 'en' | 'es'): Enclosed[] {
  if (!explained || !explainsBill.has(topic)) return []
  const words = enclosureWords[language]
  const { option, label } = useChart(explained.history, language)
  const data = billComparison(explained, words)
  const { on: _, ...lasting } = data
  const drawn = { option: option as Json, label }
  const svg = () => renderChart(option, { width: picture.width, height: picture.height, label })
  return [
    {
      name: `${words.chartName}.png`,
      type: 'image/png',
      alt: label,
      madeFrom: digest(drawn),
      make: () => svgToPng(svg(), picture.pixels),
    },
    {
      name: `${words.fileName}.pdf`,
      type: 'application/pdf',
      alt: null,
      madeFrom: digest({ ...lasting, ...drawn }),
      make: (renderPdf) => renderPdf('bill-comparison', { ...data, language, chart: svg(), chartWords: label }),
    },
  ]
}

export type KeepsEnclosures = { keepEnclosure(tx: Tx, bytes: Buffer): Promise<string> }

export async function makeEnclosures(
  tx: Tx,
  enclosed: readonly Enclosed[],
  { mailroom, renderPdf }: { mailroom: KeepsEnclosures; renderPdf: RenderPdf },
): Promise<DraftEnclosure[]> {
  const made: DraftEnclosure[] = []
  for (const { name, type, alt, madeFrom, make } of enclosed)
    made.push({ name, type, alt, madeFrom, sha256: await mailroom.keepEnclosure(tx, make(renderPdf)) })
  return made
}

/** Those of a draft that would not come out the same; one that a person left out is not asked about. */
export function changedEnclosures(of: readonly DraftEnclosure[], now: readonly Enclosed[]): DraftEnclosure[] {
  return of.filter(({ name, madeFrom }) => !now.some((other) => other.name === name && other.madeFrom === madeFrom))
}

function digest(data: Json): string {
  return createHash('sha256').update(canonicalJson(data)).digest('hex')
}
