// The port to the office's virus scanner.

export type ScanVerdict =
  | { kind: 'clean' }
  | { kind: 'infected'; signature: string }
  /** It answers, and not about this file: it is too large for it, say. `passing`: asked again it may. */
  | { kind: 'refused'; problem: string; passing: boolean }
  /** Nobody knows; asked later it may answer. */
  | { kind: 'unreachable'; problem: string }

export type VirusScanner = {
  /** Resolves in any case. */
  scan(content: Uint8Array): Promise<ScanVerdict>
}
