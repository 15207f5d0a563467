// The billing system's answer to an exported adjustment: taken as it was, taken otherwise, refused, or not heard of in time.
import type { LedgerEchoed } from '../accounts/accounts.ts'
import { addDays, type Day, dayOf, toDateColumn } from '../kernel/days.ts'
import { type Cents, formatCents } from '../kernel/money.ts'
import type { Alarms } from '../notices/notices.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import type { Adjustment } from './adjustment.ts'
import { findByReference, findOverdue, lockAdjustment, updateAdjustment } from './store.ts'

export type EchoParts = {
  db: Database
  clock: Clock
  alarms: Pick<Alarms, 'raiseAlarm' | 'clearAlarm'>
  rulebook: { inForce(kind: 'adjustments', day: Day): InForce<'adjustments'> }
  timeZone: string
}

/** What is wrong with an echo; null: it is our entry as we posted it. */
function echoProblem(
  { accountNumber, amountCents }: Pick<Adjustment, 'accountNumber' | 'amountCents'>,
  echo: Pick<LedgerEchoed, 'accountNumber' | 'amountCents' | 'refusal'>,
): string | null {
  if (echo.refusal !== null) return `The billing system did not take it: ${echo.refusal}`
  if (echo.accountNumber !== accountNumber) return `The billing system entered it on account ${echo.accountNumber}`
  if (echo.amountCents !== amountCents) return `The billing system entered ${formatCents(echo.amountCents as Cents)}`
  return null
}

/** May run twice for one echo. One of a reference that is nobody's here is left to the import, which entered it as any row. */
export async function takeEcho(echo: LedgerEchoed, { db, clock, alarms }: EchoParts): Promise<void> {
  await db.inTransaction(async (tx) => {
    const known = await findByReference(tx, echo.reference)
    const adjustment = known && (await lockAdjustment(tx, known.id))
    if (!adjustment || adjustment.status === 'proposed' || adjustment.status === 'returned' || adjustment.status === 'withdrawn') return
    const { id, reference, accountNumber } = adjustment
    const problem = echoProblem(adjustment, echo)
    const echoedAt = clock.now()
    if (problem === null) {
      await updateAdjustment(tx, id, { status: 'echoed', echoedAt, echoProblem: null })
      await alarms.clearAlarm(alarmKey(reference), tx)
    } else {
      await updateAdjustment(tx, id, { status: 'refused', echoedAt: null, echoProblem: problem })
      const text = `Adjustment ${reference} on account ${accountNumber} is not in the billing system as it was decided. ${problem}.`
      await alarms.raiseAlarm({ key: alarmKey(reference), text, remedy: 'Look why, then reverse it on its page and propose it anew.' }, tx)
    }
    const detail = { adjustmentId: id, problem }
    await audit(tx, {
      at: echoedAt,
      actor: 'desk',
      act: problem === null ? 'adjustment-echoed' : 'adjustment-refused',
      subject: accountNumber,
      detail,
    })
  })
}

/** Adjustments that no import has brought back in the rulebook's days alarm, each until it is. */
export async function alarmMissingEchoes({ db, clock, alarms, rulebook, timeZone }: EchoParts): Promise<Adjustment[]> {
  const today = dayOf(clock.now(), timeZone)
  const days = rulebook.inForce('adjustments', today).value.echo_within_days
  const missing = await findOverdue(db.client, toDateColumn(addDays(today, -days)))
  for (const { reference, accountNumber } of missing) {
    const text = `Adjustment ${reference} on account ${accountNumber} was exported more than ${days} days ago, and no import has brought it back.`
    await alarms.raiseAlarm({ key: alarmKey(reference), text, remedy: 'Ask whether the billing system has taken the export file.' })
  }
  return missing
}

function alarmKey(reference: string): string {
  return `adjustment:${reference}`
}
