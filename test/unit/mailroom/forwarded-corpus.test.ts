// Forwarded mails of many programs in about twenty languages, ten of them no forwards: whether one is passed on, whose, and its
// subject. Compared strictly: all three must be right.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readWords } from '../../../src/mailroom/reading/words/new-words.ts'
import { describeCorpus } from '../../support/corpora.ts'

type Case = { id: string; text: string; subject: string | null; forwarded: boolean; original_from: string | null; original_subject: string }

/** By name and the subject of the mail, for some names occur twice. */
const leftOut: Record<string, string> = {
  'outlook_2019_en_body_variant_2 without a subject':
    'Outlook for the Mac writes the same line above what it answers and what it passes on; the subject, which says which, is not given',
}

describeCorpus('forwarded', (folder) => {
  const lines = readFileSync(path.join(folder, 'cases.jsonl'), 'utf8').trim().split('\n')
  const cases = lines.map((line) => JSON.parse(line) as Case)

  it('is read right, but for what stands here with its reason', () => {
    const missed = cases.filter((one) => !isRight(one)).map(({ id, subject }) => `${id}${subject === null ? ' without a subject' : ''}`)
    expect(missed).toEqual(Object.keys(leftOut))
    expect(1 - missed.length / cases.length).toBeGreaterThanOrEqual(0.98)
  })

  it('loses no word, whatever it is', () => {
    for (const { text, subject } of cases) {
      const { newText, quotedText, signature } = readWords(text, { subject, recipients: [] })
      expect([newText, quotedText, signature].join('\n').split(/\s+/).sort().join(' ').trim()).toBe(
        text.split(/\s+/).sort().join(' ').trim(),
      )
      expect(newText).not.toBe('')
    }
  })
})

/** Of what is no forward nothing is told, though the outcomes name the subject that is answered. */
function isRight({ text, subject, forwarded, original_from, original_subject }: Case): boolean {
  const told = readWords(text, { subject, recipients: [] }).forwarded
  if (!forwarded) return told === null
  return told?.from.address === original_from && told.subject === original_subject
}
