// Which case an address names: `WD-000123`, with or without the zeros.
import type { Request } from 'express'
import type { CaseRecord } from '../../cases/case.ts'
import type { ConsoleOffice } from './office-faces.ts'

const nameInAddress = /^(?:WD-)?(\d{1,9})$/i

export async function caseAsked(office: Pick<ConsoleOffice, 'cases'>, request: Request): Promise<CaseRecord | undefined> {
  const match = nameInAddress.exec(String(request.params.name))
  return match ? office.cases.byNumber(Number(match[1])) : undefined
}
