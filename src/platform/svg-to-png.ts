// A drawn chart as a picture for a mail, since mail programs show no SVG. The letters come with us: a server may have none.
import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'

const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')

/** PNG, `pixels` wide, on white. The same drawing gives the same bytes. */
export function svgToPng(svg: string, pixels: number): Buffer {
  const drawing = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'width', value: pixels },
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  })
  return Buffer.from(drawing.render().asPng())
}
