import { and, asc, eq, isNotNull } from 'drizzle-orm'
import * as tables from '../../db/tables/index.ts'
import { byPerson, type Person } from '../../server/accounts/index.ts'
import { checkPapers, decideClaim, fileClaim, returnClaim } from '../../server/claims/actions.ts'
import { bringClaimPapers } from '../../server/claims/actions-papers.ts'
import { payClaim } from '../../server/claims/actions-paying.ts'
import { confirmSettlement, settle } from '../../server/claims/actions-settling.ts'
import { claimRuleOn, guaranteeById, settlementsOf } from '../../server/claims/index.ts'
import { claimPaperWords } from '../../server/claims/rule.ts'
import { type Day, daysBetween, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, larger, noFen, part, smaller } from '../../server/money/fen.ts'
import { million } from '../../server/money/rate.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { plan, recover } from '../../server/recoveries/actions.ts'
import { linesFor, stopRuleOn } from '../../server/stop-lines/actions.ts'
import { watchedBy } from '../../server/stop-lines/index.ts'
import { measuredOf } from '../../server/stop-lines/rows.ts'
import type { Cast } from '../cast.ts'
import type { OfficeDays } from '../city/office-days.ts'
import { withPaper } from '../papers.ts'
import { happened } from './stage.ts'

type Told = { readonly cast: Cast; readonly days: OfficeDays; readonly today: Day }
type Guarantee = typeof tables.guarantees.$inferSelect
type Late = { readonly guarantee: Guarantee; readonly lateDays: number }

/**
 * How far a claim has come, and how many days its loan has to be late by today for that; each is told once, of the loan
 * that is late the longest first. So every day has what its loans allow.
 */
const depths = [
  { depth: 'recovered', lateDays: 126, filedDaysAgo: 64 },
  { depth: 'paid', lateDays: 84, filedDaysAgo: 22 },
  { depth: 'checked', lateDays: 69, filedDaysAgo: 6 },
] as const
type Depth = (typeof depths)[number]

/**
 * Loans of the city that went bad under the letters of the cast's guarantor: one claimed, paid, settled by the province
 * days too late and by the treasury in time, partly recovered and claimed a second time; one just paid; one that waits for
 * the manager's word. What is claimed keeps below the warning of every stop line, and close to it. By the actions of the
 * web, on past days.
 */
export async function tellClaims(parts: Parts, { cast, days, today }: Told): Promise<void> {
  const clock = handClock(`${today}T09:00:00+08:00`)
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      const telling: Telling = {
        parts,
        cast,
        office: (daysAgo, time) => clock.set(`${days.onOrAfter(plusDays(today, -daysAgo))}T${time}:00+08:00`),
        by: (person) => byPerson(person, clock.now(), clock.today()),
        today: () => clock.today(),
      }
      const late = await lateOnes(parts, cast, today)
      for (const depth of depths) {
        const at = late.findIndex((one) => one.lateDays >= depth.lateDays)
        const [found] = at < 0 ? [] : late.splice(at, 1)
        if (found) await tellOne(telling, found.guarantee, depth)
      }
    },
  )
}

type Telling = {
  readonly parts: Parts
  readonly cast: Cast
  readonly office: (daysAgo: number, time: string) => void
  readonly by: (person: Person) => ReturnType<typeof byPerson>
  readonly today: () => Day
}

/** What is late under the letters of the cast's guarantor, the longest first. */
async function lateOnes({ store }: Parts, cast: Cast, today: Day): Promise<Late[]> {
  const { guarantees, loans } = tables
  const found = await store.read
    .select({ guarantee: guarantees, overdueSince: loans.overdueSince })
    .from(guarantees)
    .innerJoin(loans, eq(loans.id, guarantees.loanId))
    .where(
      and(
        eq(guarantees.guarantorId, cast.institutionIds.guarantor),
        eq(guarantees.state, 'in-force'),
        isNotNull(loans.overdueSince),
      ),
    )
    .orderBy(asc(loans.overdueSince), asc(loans.id))
  return found.map(({ guarantee, overdueSince }) => ({
    guarantee,
    lateDays: daysBetween(present(overdueSince, 'since when a loan is late'), today),
  }))
}

async function tellOne(
  telling: Telling,
  { id, bankId }: Guarantee,
  { depth, filedDaysAgo: filed }: Depth,
): Promise<void> {
  const { parts, cast, office, by, today } = telling
  const bank = by.bind(null, await officerOf(telling, bankId))
  office(filed, '14:30')
  const guarantee = present(await guaranteeById(parts.store.read, id), 'a guarantee in force')
  // The first leaves room below the lines for the next.
  const roomFen = await roomBelowWarning(telling, guarantee)
  const principalFen = smaller(guarantee.balanceFen, part(roomFen, depth === 'recovered' ? 55 : 96, 100))
  const filing = (amountFen: Fen, kind: 'interim' | 'final') => ({
    ...{ kind, basis: 'unperformed' as const, principalFen: wholeWan(amountFen), interestFen: noFen },
    sure: [wholeWan(amountFen)],
    ...{ interestFrom: null, interestUntil: null },
    words: '借款人连续逾期，上门催收两次，经营场所已停业（演示）。',
  })
  if (wholeWan(principalFen) === noFen) return
  await bringAll(telling, bank(), guarantee)
  const { claim } = happened(await fileClaim(parts, bank(), id, filing(principalFen, 'interim')))
  office(filed - 3, '10:40')
  happened(await checkPapers(parts, by(cast.he), claim.id))
  if (depth === 'checked') return
  office(filed - 5, '15:10')
  const answer = '同意代偿（演示）。'
  happened(await decideClaim(parts, by(cast.han), claim.id, { outcome: 'approved', answer }))
  office(filed - 8, '11:00')
  const paying = { paidOn: today(), reference: `YW${claim.number.slice(2)}` }
  happened(await payClaim(parts, by(cast.feng), claim.id, paying))
  if (depth === 'paid') return
  await settledAndRecovered(telling, id, claim.claimedFen, filed)
  // What is left under the same letter is claimed as well, and adds to the first; a paper of it is missing.
  office(6, '16:20')
  const left = present(await guaranteeById(parts.store.read, id), 'a guarantee that was claimed').balanceFen
  if (wholeWan(left) === noFen) return
  await bringAll(telling, bank(), guarantee)
  const second = happened(await fileClaim(parts, bank(), id, filing(left, 'final')))
  office(3, '10:10')
  const missing = '催收通知书缺签收回执，请补（演示）。'
  happened(await returnClaim(parts, by(cast.he), second.claim.id, missing))
}

/** Every paper that the rule wants, as the bank would scan it: a page that says what it stands for. */
async function bringAll(
  { parts, today }: Telling,
  by: ReturnType<typeof byPerson>,
  { id, number }: Guarantee,
): Promise<void> {
  for (const kind of claimRuleOn(parts, today()).value.papers) {
    const name = parts.words.zh(claimPaperWords(kind))
    await withPaper(
      `${name}.pdf`,
      async (uploads) => happened(await bringClaimPapers(parts, by, id, uploads, kind)),
      [`担保 ${number}`, today()],
    )
  }
}

/** The province pays days after its last day, the treasury in time; a tenth comes back, and its parts wait to be paid. */
async function settledAndRecovered(
  { parts, cast, office, by, today }: Telling,
  guaranteeId: Guarantee['id'],
  claimedFen: Fen,
  filed: number,
): Promise<void> {
  const due = await settlementsOf(parts.store.read, guaranteeId)
  const of = (party: string) =>
    present(
      due.find(({ fromParty }) => fromParty === party),
      `what ${party} owes`,
    ).id
  office(filed - 14, '09:30')
  happened(
    await plan(parts, by(cast.he), guaranteeId, {
      ...{ means: ['counter-guarantee', 'lawsuit'], expectedFen: wholeWan(part(claimedFen, 4, 10)) },
      ...{ untilOn: plusDays(today(), 360), words: '先向反担保人追偿，同时起诉并申请保全（演示）。' },
    }),
  )
  office(filed - 24, '09:50')
  happened(await confirmSettlement(parts, by(cast.cai), of('treasury')))
  office(filed - 27, '15:30')
  const fromTreasury = { paidOn: today(), reference: 'CZ-DC-0061' }
  happened(await settle(parts, by(cast.bai), of('treasury'), fromTreasury))
  office(filed - 38, '10:00')
  happened(await confirmSettlement(parts, by(cast.shen), of('reguarantor')))
  office(filed - 44, '16:00')
  const fromProvince = { paidOn: today(), reference: 'ZDB-0117' }
  happened(await settle(parts, by(cast.yan), of('reguarantor'), fromProvince))
  office(filed - 52, '15:40')
  happened(
    await recover(parts, by(cast.he), guaranteeId, {
      ...{ means: 'counter-guarantee', receivedOn: today() },
      ...{ recoveredFen: wholeWan(part(claimedFen, 12, 100)), costFen: wholeWan(part(claimedFen, 2, 100)) },
      words: '反担保人分期偿还第一笔（演示）。',
    }),
  )
}

const wan = 1_000_000
const wholeWan = (amount: Fen): Fen => fen(Math.floor(amount / wan) * wan)

/**
 * How much may be claimed until bank, guarantor or arrangement comes close to its warning: a claim is released by itself,
 * and who has released too little to be measured is held to what he may have claimed once he is.
 */
async function roomBelowWarning({ parts, today }: Telling, guarantee: Guarantee): Promise<Fen> {
  const { leastReleasedFen } = stopRuleOn(parts, today()).value
  let room = guarantee.balanceFen
  const rates = await measuredOf(parts.store.read, watchedBy(guarantee), today())
  for (const { sums, ...watched } of rates) {
    const { warnPpm } = linesFor(parts, watched, today())
    if (warnPpm === null || BigInt(warnPpm) >= million) continue
    const [claimed, line] = [BigInt(sums.claimedFen), BigInt(warnPpm)]
    const released = BigInt(larger(sums.releasedFen, leastReleasedFen))
    // claimed + x < line × (released + x)
    const most = (released * line - claimed * million) / (million - line)
    room = smaller(room, most > 0n ? fen(Number(most)) : noFen)
  }
  return room
}

/** Somebody at the desk of a bank; the cast's own where it is his. */
async function officerOf({ parts, cast }: Telling, bankId: Guarantee['bankId']): Promise<Person> {
  if (bankId === cast.institutionIds.bankA) return cast.zhou
  if (bankId === cast.institutionIds.bankB) return cast.wu
  const { people, institutions } = tables
  const [row] = await parts.store.read
    .select({ person: people, organisation: institutions.name })
    .from(people)
    .innerJoin(institutions, eq(institutions.id, people.institutionId))
    .where(and(eq(people.institutionId, bankId), eq(people.role, 'bank-officer'), eq(people.state, 'active')))
    .orderBy(asc(people.id))
    .limit(1)
  const { person, organisation } = present(row, 'an officer of a bank')
  const { id, name, role, enterpriseId, institutionId, region, language } = person
  return { id, name, role, enterpriseId, institutionId, region, language, organisation }
}
