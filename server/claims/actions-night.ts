import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { type Notice, notify } from '../inbox/index.ts'
import type { Day } from '../money/day.ts'
import { isWorkday, plusWorkdays } from '../money/workdays.ts'
import type { Parts } from '../parts.ts'
import { eachInTurn } from '../platform/work/slices.ts'
import { calendarOf } from '../policies/index.ts'
import type { Claim } from './rows.ts'
import { claimsDueBy, settlementsDueBy } from './rows-night.ts'
import type { Settlement } from './rows-settlements.ts'
import { lateDays, payerOf } from './settlement.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** How far lateness has come: its owner is reminded, then told with who stands over him, then the bureau hears of it. */
type Stage = 'near' | 'late' | 'listed'

/**
 * The last day on which something was due that stands on the bureau's list today: so many working days ago as policy
 * `supervision` says. Null where the calendar does not reach back so far; then nothing is listed by it.
 */
export function listedUntil({ policies }: Pick<Parts, 'policies'>, today: Day): Day | null {
  const found = plusWorkdays(calendarOf(policies), today, -supervisionOn(policies, today).value.listWorkdays)
  return found.ok ? found.day : null
}

/**
 * The morning of a working day for claims and settlements: whoever owes a step is reminded before its day; the day after
 * it he is told with his manager, and the other side of a settlement; and so many working days later the bureau. Each once,
 * however often the morning runs. Says how many notices were written.
 */
export async function chaseClaims({ store, policies }: With, by: By): Promise<number> {
  const calendar = calendarOf(policies)
  if (!isWorkday(calendar, by.today)) return 0
  const { remindWorkdays } = supervisionOn(policies, by.today).value
  const near = plusWorkdays(calendar, by.today, remindWorkdays)
  const until = near.ok ? near.day : by.today
  const listed = listedUntil({ policies }, by.today)
  const stagesOf = (dueOn: Day): readonly Stage[] => {
    if (dueOn >= by.today) return ['near']
    return listed !== null && dueOn <= listed ? ['late', 'listed'] : ['late']
  }
  const ofClaims = await eachInTurn(
    store,
    (tx, after: Claim['id'] | null, limit) => claimsDueBy(tx, until, after, limit),
    async (tx, found) => {
      let count = 0
      for (const { claim, district } of found)
        for (const stage of stagesOf(claim.dueOn)) count += await tellOfClaim(tx, by, claim, district, stage)
      return count
    },
  )
  const ofSettlements = await eachInTurn(
    store,
    (tx, after: Settlement['id'] | null, limit) => settlementsDueBy(tx, until, after, limit),
    async (tx, found) => {
      let count = 0
      for (const { settlement, district } of found)
        for (const stage of stagesOf(settlement.dueOn))
          count += await tellOfSettling(tx, by, settlement, district, stage)
      return count
    },
  )
  return ofClaims + ofSettlements
}

async function tellOfClaim(
  tx: Transaction,
  by: By,
  { id, number, guarantorId, dueOn }: Claim,
  district: string,
  stage: Stage,
): Promise<number> {
  const guarantor = { bank: guarantorId, officer: null }
  const to = {
    near: [guarantor],
    late: [guarantor, { managersOf: guarantorId }],
    listed: [{ bureauOf: district }],
  }[stage]
  return told(tx, by, { kind: 'claim', id }, stage, dueOn, {
    ...{ to, kind: 'reminders', words: `claims.notice.${stage}` },
    values: { number, day: dueOn, days: lateDays({ dueOn, settledOn: null }, by.today) },
    href: stage === 'listed' ? '/bureau/overdue' : `/claims/${id}`,
  })
}

async function tellOfSettling(
  tx: Transaction,
  by: By,
  one: Settlement,
  district: string,
  stage: Stage,
): Promise<number> {
  const { id, number, dueOn } = one
  const payer = payerOf(one) as Settlement['fromId']
  const payers = payer ? [{ bank: payer, officer: null }] : []
  const to = {
    near: payers,
    late: [
      ...payers,
      ...(payer ? [{ managersOf: payer }] : []),
      ...(one.toId && one.toId !== payer ? [{ bank: one.toId, officer: null }] : []),
    ],
    listed: [{ bureauOf: district }],
  }[stage]
  return told(tx, by, { kind: 'settlement', id }, stage, dueOn, {
    ...{ to, kind: 'reminders', words: `claims.notice.settlement-${stage}` },
    values: { number, day: dueOn, days: lateDays(one, by.today) },
    href: stage === 'listed' ? '/bureau/overdue' : `/settlements/${id}`,
  })
}

/** Tells it once for its day, and writes down that it was told. */
async function told(
  tx: Transaction,
  by: By,
  subject: { readonly kind: 'claim' | 'settlement'; readonly id: string },
  stage: Stage,
  dueOn: Day,
  notice: Omit<Notice, 'subject' | 'once'>,
): Promise<number> {
  const once = `${subject.kind}-${stage} ${subject.id} ${dueOn}`
  const count = await notify(tx, by, { ...notice, subject, once })
  if (count === 0 || stage === 'near') return count
  const happening = `claims.${subject.kind === 'claim' ? 'told' : 'settlement'}-${stage}`
  await write(tx, by, { happening, subject, details: { dueOn } })
  return count
}
