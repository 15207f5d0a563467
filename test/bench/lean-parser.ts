// The bound of the ingest: the lean settings of a well-known parser in one worker thread, and nothing else.
import { parentPort, Worker } from 'node:worker_threads'
import { simpleParser } from 'mailparser'

const lean = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true }

parentPort?.on('message', async (bytes: Uint8Array) => {
  const { subject, text, html } = await simpleParser(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), lean)
  parentPort?.postMessage({ subject, text, html })
})

/** Mails a second; those of the warm-up are not counted. */
export async function parseAlone(mails: readonly Buffer[], warmUpCount: number): Promise<number> {
  const worker = new Worker(new URL(import.meta.url))
  const parse = (bytes: Buffer) =>
    new Promise((parsed) => {
      worker.once('message', parsed)
      worker.postMessage(bytes)
    })
  for (const bytes of mails.slice(0, warmUpCount)) await parse(bytes)
  const began = performance.now()
  for (const bytes of mails) await parse(bytes)
  const seconds = (performance.now() - began) / 1000
  await worker.terminate()
  return mails.length / seconds
}
