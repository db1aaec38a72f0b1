import { and, asc, eq, isNotNull } from 'drizzle-orm'
import * as tables from '../../db/tables/index.ts'
import { byPerson, type Person } from '../../server/accounts/index.ts'
import { bringClaimPapers, draftClaim, fileClaim, withdrawClaim } from '../../server/compensation/actions.ts'
import { bookRecovery, payClaim, reportRecovery } from '../../server/compensation/actions-paying.ts'
import {
  approveClaim,
  checkPapers,
  refuseClaim,
  returnClaim,
} from '../../server/compensation/actions-review.ts'
import { poolClaimRuleOn } from '../../server/compensation/parts.ts'
import type { PoolClaimId } from '../../server/compensation/rows.ts'
import { chargeOf, confirmCover, coverIn, fileCover, payCharge } from '../../server/covers/index.ts'
import { loansToFile } from '../../server/covers/rows.ts'
import { daysSince } from '../../server/loans/loan.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, noFen, smaller } from '../../server/money/fen.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import type { Cast } from '../cast.ts'
import type { OfficeDays } from '../city/office-days.ts'
import { withPaper } from '../papers.ts'
import { onward } from './onward.ts'
import { happened } from './stage.ts'
import { managerOf } from './stand-ins.ts'

type Told = { readonly cast: Cast; readonly days: OfficeDays; readonly today: Day }
type CoverId = (typeof tables.covers.$inferSelect)['id']
type Bad = {
  readonly coverId: CoverId
  readonly coveredFen: Fen
  readonly bank: Person
  readonly overdueSince: Day
}

/**
 * Covered loans of the city that went bad: of one the pool has paid and some came back since; one lies open to the public,
 * after a claim that its bank took back; one waits for the second person, after a claim that was refused. By the actions of
 * the web, on past days; a day that has fewer bad loans tells less.
 */
export async function tellPoolClaims(parts: Parts, { cast, days, today }: Told): Promise<void> {
  const clock = handClock(`${today}T09:00:00+08:00`)
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      const by = (person: Person) => byPerson(person, clock.now(), clock.today())
      const begun = (): Story => {
        const moment = onward(days.onOrAfter, today)
        const on = (day: Day, time: string) => clock.set(moment(day, time))
        const at = (daysAgo: number, time: string) => on(plusDays(today, -daysAgo), time)
        return { parts, cast, at, on, by, today: () => clock.today() }
      }
      const bad = await badOnes(parts, cast)
      for (const { tell, daysAgo } of depths) {
        const late = bad.findIndex(({ overdueSince }) =>
          isLate(parts, overdueSince, plusDays(today, -daysAgo)),
        )
        const [found] = late < 0 ? [] : bad.splice(late, 1)
        if (found) await untilYearEnds(() => tell(begun(), found))
      }
      await untilYearEnds(() => startUps(begun()))
      await underOthers(begun())
    },
  )
}

/** How far a claim has come, and how long ago it began: its loan was late enough then. */
const depths = [
  { tell: isPaid, daysAgo: 40 },
  { tell: liesOpen, daysAgo: 30 },
  { tell: waits, daysAgo: 28 },
] as const

/** Steps count working days ahead; where next year's are not known yet, a claim stays where it is. */
class YearEnds extends Error {}

async function untilYearEnds(tell: () => Promise<void>): Promise<void> {
  try {
    await tell()
  } catch (error) {
    if (!(error instanceof YearEnds)) throw error
  }
}

function counted<T extends object>(outcome: Outcome<T>): T {
  if (!outcome.ok && outcome.refusal.code === 'calendar-missing') throw new YearEnds()
  return happened(outcome)
}

const isLate = ({ policies }: Parts, overdueSince: Day, on: Day): boolean =>
  daysSince(overdueSince, on) >= poolClaimRuleOn(policies, on).value.triggerDays

type Story = {
  readonly parts: Parts
  readonly cast: Cast
  readonly at: (daysAgo: number, time: string) => void
  readonly on: (day: Day, time: string) => void
  readonly by: (person: Person) => ReturnType<typeof byPerson>
  readonly today: () => Day
}

/** Loans in cover that are late, the longest first. */
async function badOnes(parts: Parts, cast: Cast): Promise<Bad[]> {
  const { covers, loans } = tables
  const found = await parts.store.read
    .select({ cover: covers, loan: loans })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .where(and(eq(covers.state, 'in-cover'), isNotNull(loans.overdueSince)))
    .orderBy(asc(loans.overdueSince), asc(covers.id))
  const bad: Bad[] = []
  for (const { cover, loan } of found) {
    const { institutionId, id: coverId } = cover
    const bank =
      institutionId === cast.institutionIds.bankA ? cast.zhou : await managerOf(parts, institutionId)
    const coveredFen = smaller(cover.filedFen, loan.balanceFen)
    bad.push({ coverId, coveredFen, bank, overdueSince: present(loan.overdueSince, 'since when it is late') })
  }
  return bad
}

const words = '企业停产，多次催收无果，已向法院提起诉讼；处置方案见材料。'

/** The bank writes it, lays every paper beside it and files it. */
async function filed({ parts, by, today }: Story, { coverId, coveredFen, bank }: Bad): Promise<PoolClaimId> {
  const asked = { principalFen: coveredFen, interestFen: noFen, words }
  const { id } = happened(await draftClaim(parts, by(bank), coverId, asked)).claim
  for (const kind of poolClaimRuleOn(parts.policies, today()).value.papers)
    await withPaper(`${parts.words.zh(`compensation.paper.${kind}`)}（演示）.pdf`, async (uploads) =>
      happened(await bringClaimPapers(parts, by(bank), id, uploads, kind)),
    )
  counted(await fileClaim(parts, by(bank), id))
  return id
}

async function isPaid(story: Story, bad: Bad): Promise<void> {
  const { parts, cast, at, on, by, today } = story
  at(40, '10:10')
  const id = await filed(story, bad)
  at(38, '15:20')
  happened(await returnClaim(parts, by(cast.tang), id, '催收记录缺最近一次，请补充。'))
  at(37, '09:30')
  counted(await fileClaim(parts, by(bad.bank), id))
  at(36, '14:00')
  counted(await checkPapers(parts, by(cast.tang), id))
  at(34, '10:40')
  const { claim } = counted(await approveClaim(parts, by(cast.song), id, '材料齐全，同意补偿。'))
  // The notice is as long as holidays make it.
  on(plusDays(present(claim.noticeUntil, 'the last day of a notice'), 1), '16:10')
  happened(await payClaim(parts, by(cast.jiang), id, { paidOn: today(), reference: 'ZF-演示-01' }))
  at(12, '11:00')
  const back = { receivedOn: today(), recoveredFen: tenth(bad.coveredFen), costFen: fen(1_200_000) }
  const { recovery } = counted(
    await reportRecovery(parts, by(bad.bank), id, { ...back, words: '法院执行扣划，扣除执行费。' }),
  )
  at(9, '15:00')
  happened(await bookRecovery(parts, by(cast.jiang), recovery.id, today()))
  at(2, '10:00')
  const more = { receivedOn: today(), recoveredFen: tenth(bad.coveredFen), costFen: noFen }
  counted(await reportRecovery(parts, by(bad.bank), id, { ...more, words: '设备拍卖所得。' }))
}

const tenth = (amount: Fen): Fen => fen(Math.floor(amount / 10))

/** New loans under the other schemes: so many are filed, and of these the first so many are in cover. */
const others = [
  // The borrower's deposit came in, or is due.
  { arrangement: 'zhubaodai', filed: 2, confirmed: 1, reference: 'ZB' },
  // The premium was paid, half of it by the treasury, or is due.
  { arrangement: 'zhengyinbao', filed: 3, confirmed: 2, reference: 'BF' },
] as const

async function underOthers(story: Story): Promise<void> {
  const { parts, cast, at, by, today: now } = story
  const { read } = parts.store
  const inCover: { readonly id: CoverId; readonly reference: string }[] = []
  at(8, '10:30')
  for (const { arrangement, filed, confirmed, reference } of others)
    for (const [at, id] of (await filedUnder(story, arrangement, filed)).entries())
      if (at < confirmed) inCover.push({ id, reference: `${reference}-演示-0${at + 1}` })
  const shown = async (id: CoverId) =>
    present(await coverIn(read, { operatorId: cast.institutionIds.pool }, id), 'a filing before its operator')
  at(7, '15:10')
  for (const { id, reference } of inCover)
    if (await chargeOf(read, id))
      happened(await payCharge(parts, by(cast.jiang), await shown(id), { paidOn: now(), reference }))
  at(6, '09:40')
  for (const { id } of inCover) happened(await confirmCover(parts.store, by(cast.tang), await shown(id)))
}

/** What bank A has to file; the rule says no to some. */
async function filedUnder({ parts, cast, by, today: now }: Story, arrangement: string, most: number) {
  const filed: CoverId[] = []
  for (const { id, firstDrawnOn } of await loansToFile(
    parts.store.read,
    cast.institutionIds.bankA,
    null,
    200,
  )) {
    if (filed.length === most) break
    if (!firstDrawnOn || firstDrawnOn >= now()) continue
    const outcome = await fileCover(parts, by(cast.zhou), id, arrangement)
    if (outcome.ok) filed.push(outcome.cover.id)
  }
  return filed
}

/** Loans to start-ups of any bank, of which a city has few: filed soon after they were paid out, and taken into cover. */
async function startUps({ parts, cast, on, by, today: now }: Story): Promise<void> {
  const { read } = parts.store
  const found = []
  for (const bank of await banksIn(parts))
    for (const loan of await loansToFile(read, bank, ['startup'], 200)) found.push({ ...loan, bank })
  for (const { id, firstDrawnOn, bank } of found.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!firstDrawnOn) continue
    on(plusDays(firstDrawnOn, 4), '10:20')
    const filer = bank === cast.institutionIds.bankA ? cast.zhou : await managerOf(parts, bank)
    const filed = await fileCover(parts, by(filer), id, 'startup-fund')
    if (!filed.ok) continue
    on(plusDays(now(), 1), '09:30')
    const shown = await coverIn(read, { operatorId: cast.institutionIds.pool }, filed.cover.id)
    happened(await confirmCover(parts.store, by(cast.tang), present(shown, 'a filing before its operator')))
  }
}

const banksIn = async ({ store }: Parts) =>
  (
    await store.read
      .select({ id: tables.institutions.id })
      .from(tables.institutions)
      .where(and(eq(tables.institutions.kind, 'bank'), eq(tables.institutions.state, 'active')))
      .orderBy(asc(tables.institutions.id))
  ).map(({ id }) => id)

async function liesOpen(story: Story, bad: Bad): Promise<void> {
  const { parts, cast, at, by } = story
  at(30, '09:10')
  const taken = await filed(story, bad)
  at(29, '17:00')
  happened(await withdrawClaim(parts, by(bad.bank), taken))
  at(14, '10:00')
  const id = await filed(story, bad)
  at(10, '14:30')
  counted(await checkPapers(parts, by(cast.tang), id))
  at(3, '09:50')
  counted(await approveClaim(parts, by(cast.song), id, '同意补偿，按方案逐层分担。'))
}

async function waits(story: Story, bad: Bad): Promise<void> {
  const { parts, cast, at, by } = story
  at(28, '10:20')
  const refused = await filed(story, bad)
  at(26, '11:00')
  counted(await checkPapers(parts, by(cast.tang), refused))
  at(24, '16:00')
  happened(await refuseClaim(parts, by(cast.song), refused, '诉讼保全尚未完成，补充后可重新申请。'))
  at(5, '09:20')
  const id = await filed(story, bad)
  at(4, '15:40')
  counted(await checkPapers(parts, by(cast.tang), id))
}
