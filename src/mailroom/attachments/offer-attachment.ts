// Whether a file that came with a mail is offered for download, and why not. Pure.

export type Offer =
  | { kind: 'offered' }
  /** `why` is to be read behind "it is". */
  | { kind: 'harmful'; why: string }
  | { kind: 'held'; why: string }
  | { kind: 'infected'; signature: string }

export type Scan = { state: 'waiting' | 'clean' | 'infected' | 'failed'; signature: string | null; problem: string | null }

/** `scanning`: a scanner is configured. A file that it was never asked about is scanned when somebody wants it. */
export function offerOf({ harm, scan, scanning }: { harm: string | null; scan: Scan | undefined; scanning: boolean }): Offer {
  if (scan?.state === 'infected') return { kind: 'infected', signature: scan.signature ?? 'unnamed' }
  if (harm !== null) return { kind: 'harmful', why: harm }
  if (!scanning || scan === undefined || scan.state === 'clean') return { kind: 'offered' }
  if (scan.state === 'waiting') return { kind: 'held', why: 'held until the virus scanner answers' }
  return { kind: 'held', why: `held, since the virus scanner could not look into it: ${scan.problem ?? 'it did not say why'}` }
}
