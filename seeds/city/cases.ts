import { type Day, daysBetween, plusDays } from '../../server/money/day.ts'
import type { Fen } from '../../server/money/fen.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { dayOf } from '../../server/platform/clock.ts'
import { loanSums } from './amounts.ts'
import { anySum, begin, othersFor, type Stage } from './beginnings.ts'
import { borrowersOf } from './borrowers.ts'
import { type City, type CityRows, noRows } from './city.ts'
import { finance, type Goal } from './finance.ts'
import { wishHard } from './hard-wishes.ts'
import { classLoans } from './loan-classes.ts'
import { addMatches } from './matches.ts'
import { expireNeed, publish, send, withdrawNeed } from './need-life.ts'
import { caseEvents, perform } from './scripts.ts'
import type { TaxSlice } from './tax-slice.ts'

/** How many cases of each kind the city has beside its loans. */
const counts = {
  /** Agreed, or signed, and still waiting for the money. */
  waitingForMoney: 26,
  cancelled: 22,
  unanswered: 420,
  refused: 640,
  withdrawn: 190,
  /** In the hall now, most of them new. */
  hall: 330,
  underWay: 210,
  underReview: 24,
  drafts: 30,
}

/** The cases of three years: so many loans that add up to the total exactly, and all that came to less. */
export function makeCases(
  city: City,
  loanCount: number,
  totalFen: Fen,
  slice: TaxSlice,
  taxLoanCount: number,
): CityRows {
  const rows = noRows()
  const borrowers = borrowersOf(city)
  const stage: Stage = { city, rows, borrowers, hadLoan: new Map(), slice }
  const { random, openedOn, today } = city
  const sums = loanSums(random, loanCount, totalFen)
  const span = daysBetween(openedOn, today) - 30
  // More cases every year: the square root thins the early days out.
  const wished = sums.map((sumFen) => ({
    sumFen,
    on: plusDays(openedOn, 15 + Math.floor(span * Math.sqrt(random.next()))),
  }))
  const lend = lender(stage, sliceOf(wished, slice.since, taxLoanCount))
  const all: { readonly on: Day; readonly make: (on: Day) => void }[] = wished.map((one) => ({
    on: one.on,
    make: () => lend(one),
  }))
  for (const [kind, make] of Object.entries(others) as [keyof typeof counts, Maker][])
    for (let made = 0; made < counts[kind]; made += 1)
      all.push({ on: dayFor(city, kind), make: (on) => make(stage, on) })
  for (const { on, make } of all.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) make(on)
  wishHard(rows)
  addMatches(city, rows)
  classLoans(city, rows)
  assert(rows.loans.filter(({ drawnFen }) => drawnFen > 0).length === loanCount, 'so many loans')
  return rows
}

/**
 * Lends one by one, those of the slice by tax credit. On some days no firm that pays enough tax is free: the loan is another's
 * then, and the next small one goes by tax credit instead.
 */
function lender(stage: Stage, slice: readonly Wished[]): (one: Wished) => void {
  const taxed = new Set(slice)
  const mostFen = Math.max(...slice.map(({ sumFen }) => sumFen))
  let owed = 0
  return (one) => {
    const { sumFen, on } = one
    const isMeant = taxed.has(one)
    const mayBe = isMeant || (owed > 0 && on >= stage.slice.since && sumFen <= mostFen)
    const isTaxed = mayBe && finance(stage, sumFen, on, 'drawn', 'tax')
    owed += Number(isMeant) - Number(isTaxed)
    if (!isTaxed) lendOther(stage, sumFen, on, 'drawn')
  }
}

function lendOther(stage: Stage, sumFen: Fen, on: Day, goal: Goal): void {
  assert(finance(stage, sumFen, on, goal), `a firm for ${sumFen} fen on ${on}`)
}

type Wished = { readonly sumFen: Fen; readonly on: Day }

/** The loans by tax credit: small ones, begun when the tax bureau's word was there; every fifth small one is another's. */
function sliceOf(wished: readonly Wished[], since: Day, count: number): readonly Wished[] {
  const small = wished
    .filter(({ on }) => on >= since)
    .toSorted((one, other) => one.sumFen - other.sumFen)
    .filter((_, at) => at % 5 !== 4)
  assert(small.length >= count, 'so many loans since the tax bureau sent its word')
  return small.slice(0, count)
}

type Maker = (stage: Stage, on: Day) => void

/** The day on which a case of this kind begins. */
function dayFor({ random, openedOn, today }: City, kind: keyof typeof counts): Day {
  const back = (most: number, least = 1) =>
    plusDays(today, -least - Math.floor(random.next() ** 1.4 * (most - least)))
  if (kind === 'hall') return back(84, 4)
  if (kind === 'underWay') return back(46, 5)
  if (kind === 'underReview') return back(5)
  if (kind === 'drafts') return back(40)
  const least = kind === 'waitingForMoney' ? 20 : 100
  const span = daysBetween(openedOn, today) - least - 20
  if (kind === 'waitingForMoney') return back(30, least)
  return plusDays(openedOn, 15 + Math.floor(span * Math.sqrt(random.next())))
}

const others: Record<keyof typeof counts, Maker> = {
  waitingForMoney: (stage, on) => lendOther(stage, anySum(stage.city), on, 'waiting'),
  cancelled: (stage, on) => lendOther(stage, anySum(stage.city), on, 'cancelled'),
  unanswered: (stage, on) => inHall(stage, on, 0),
  refused: (stage, on) => inHall(stage, on, stage.city.random.whole(1, 2)),
  withdrawn: (stage, on) => inHall(stage, on, stage.city.random.chance(300) ? 1 : 0, true),
  hall: (stage, on) => inHall(stage, on, stage.city.random.chance(120) ? 1 : 0),
  underWay: (stage, on) => inHall(stage, on, stage.city.random.whole(1, 3), false, 6),
  underReview: (stage, on) => {
    send(begin(stage, anySum(stage.city), on).play, on, false)
  },
  drafts: (stage, on) => {
    const { play } = begin(stage, anySum(stage.city), on)
    if (stage.city.random.chance(200)) withdrawNeed(play, plusDays(on, 1))
  },
}

/** A need that no loan comes of: some cases, each with its end, and then the end of the need itself. */
function inHall(stage: Stage, on: Day, caseCount: number, withdraws = false, newest = 40): void {
  const { city } = stage
  const { random } = city
  const { play } = begin(stage, anySum(city), on)
  if (!publish(play, send(play, on, true), random.whole(1, 2))) return
  const publishedOn = dayOf(present(play.need.publishedAt, 'a day in the hall'))
  const events = othersFor(play, null, caseCount).flatMap((product) =>
    caseEvents(play, product, plusDays(publishedOn, random.whole(0, newest))),
  )
  perform(city, events)
  if (withdraws) withdrawNeed(play, plusDays(publishedOn, random.whole(2, 70)))
  expireNeed(play)
}
