// Charts drawn on the server as SVG, with no script in the browser. The console allows no inline style, so what ECharts
// writes as style attributes and style sheets leaves here as plain SVG attributes.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer])

export type ChartSize = {
  width: number
  height: number
  /** What the chart shows, for those who do not see it. */
  label?: string
}

export function renderChart(option: EChartsCoreOption, { width, height, label }: ChartSize): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ ...option, animation: false })
    return withoutStyles(chart.renderToSVGString(), label)
  } finally {
    chart.dispose()
  }
}

/** Texts in ECharts' SVG are escaped, so that a tag is whatever stands between angle brackets. */
function withoutStyles(svg: string, label: string | undefined): string {
  const image = label === undefined ? ' aria-hidden="true"' : ` role="img" aria-label="${escaped(label)}"`
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/g, '') // only says how the pointer looks, and nothing here can be pointed at
    .replace(/<[a-zA-Z][^>]*>/g, (tag) =>
      tag
        .replace(/\s(?:class|ecmeta_\w+)="[^"]*"/g, '')
        .replace(/\sstyle="([^"]*)"/g, (_, declarations: string) => asAttributes(declarations)),
    )
    .replace(/^<svg\b/, `<svg${image}`)
}

/** `font-size:12px;font-family:sans-serif;` → ` font-size="12px" font-family="sans-serif"`. */
function asAttributes(declarations: string): string {
  return declarations
    .split(/;(?!#?\w+;)/) // the semicolon of an entity such as &quot; ends no declaration
    .map((declaration) => declaration.trim())
    .filter(Boolean)
    .map((declaration) => {
      const colon = declaration.indexOf(':')
      return ` ${declaration.slice(0, colon).trim()}="${declaration.slice(colon + 1).trim()}"`
    })
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
