// Verifies a mail's DKIM signatures (RFC 6376) with keys that were fetched before. It looks at every byte of the mail, so it
// runs in the parse worker, under its limits.
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import type { AuthenticationResult } from './authentication-results.ts'

/** What DNS said of a name: its TXT records, or the code of its refusal, such as ENOTFOUND. */
export type KeyAnswer = { records: string[][] } | { code: string }
/** By name, in lower case. */
export type KeyAnswers = { [name: string]: KeyAnswer }

export type SignatureFound = {
  domain: string
  result: AuthenticationResult
  /** Its reason, where it did not pass. */
  comment: string
  /** It covers the whole body; one with an `l=` tag may leave room for words of somebody else. */
  whole: boolean
}
/** `from`: whose mail it is as the verifier reads it; `fromFields`: in how many fields. */
export type VerifiedMail = { signatures: SignatureFound[]; from: string[]; fromFields: number }

const keyLengthMinimumBits = 1_024 // RFC 8301, 3.2
const commentLimitCharacters = 120

/** `at`: when the mail arrived; a signature that has expired since was good then. */
export async function verifyDkim(bytes: Buffer, keys: KeyAnswers, at: Date): Promise<VerifiedMail> {
  const { results, headerFrom, fromFields } = await dkimVerify(bytes, {
    resolver: async (name) => recordsOf(keys[name.toLowerCase()]),
    minBitLength: keyLengthMinimumBits,
    rejectRsaSha1: true, // RFC 8301, 3.1
    curTime: at,
  })
  const signatures = results.flatMap(({ signingDomain, status, bodyHash, bodyHashExpecting }): SignatureFound[] => {
    if (!signingDomain) return [] // what stands for "there is none that could be read"
    // The library is neutral about a body that was changed; RFC 6376, 6.1.3, takes that for a failure.
    const result = bodyHash === bodyHashExpecting ? resultOf(status.result) : 'fail'
    const comment = (status.comment || Object.values(status.policy ?? {}).join(', ')).slice(0, commentLimitCharacters)
    return [{ domain: signingDomain, result, comment, whole: !status.underSized }]
  })
  return { signatures, from: headerFrom, fromFields }
}

function recordsOf(answer: KeyAnswer = { code: 'ENOTFOUND' }): string[][] {
  if ('records' in answer) return answer.records
  throw Object.assign(new Error(`no answer: ${answer.code}`), { code: answer.code })
}

/** `policy`, a weak key or algorithm, is no result of ours: the signature holds, and nothing is believed for it. */
function resultOf(result: string): AuthenticationResult {
  return result === 'pass' || result === 'fail' || result === 'temperror' || result === 'permerror' ? result : 'neutral'
}
