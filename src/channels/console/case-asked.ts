// Which case an address names: `WD-000123`, with or without the zeros.
import type { Request } from 'express'
import type { CaseRecord } from '../../cases/case.ts'
import type { ConsoleOffice } from './office-faces.ts'

const nameOfCase = /^(?:WD-)?(\d{1,9})$/i

export async function caseAsked(office: Pick<ConsoleOffice, 'cases'>, request: Request): Promise<CaseRecord | undefined> {
  const number = caseNumberIn(String(request.params.name))
  return number === undefined ? undefined : office.cases.byNumber(number)
}

export function caseNumberIn(words: string): number | undefined {
  const match = nameOfCase.exec(words)
  return match ? Number(match[1]) : undefined
}
