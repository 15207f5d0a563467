// PDF pages from the office's typst templates. What they say comes in as JSON alone: nothing of it is ever typst of its own.
import path from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Json } from '../kernel/canonical-json.ts'

export type RenderPdf = (template: string, data: Json) => Buffer

/** Templates are `<name>.typ` in `folder`, which is all that they can read. A page that cannot be set throws, with the reason. */
export function createPdfRenderer(folder: string): RenderPdf {
  let compiler: NodeCompiler | undefined // its fonts take a second to load, once
  return (template, data) => {
    compiler ??= NodeCompiler.create({ workspace: folder })
    const made = compiler.compile({ mainFilePath: path.join(folder, `${template}.typ`), inputs: { data: JSON.stringify(data) } })
    const document = made.result
    if (made.hasError() || !document) throw new Error(`the page ${template} could not be set: ${said(compiler, made.takeDiagnostics())}`)
    const pdf = compiler.pdf(document)
    compiler.evictCache(cacheAge)
    return pdf
  }
}

const cacheAge = 10 // renderings after which what they left behind is let go

function said(compiler: NodeCompiler, diagnostics: ReturnType<ReturnType<NodeCompiler['compile']>['takeDiagnostics']>): string {
  return diagnostics ? JSON.stringify(compiler.fetchDiagnostics(diagnostics)).slice(0, 1_000) : 'no reason was given'
}
