import { type Day, daysBetween, plusDays } from '../../server/money/day.ts'
import { type Fen, smaller } from '../../server/money/fen.ts'
import { dayOf } from '../../server/platform/clock.ts'
import { type Credit, othersFor, type Stage, tryToBegin } from './beginnings.ts'
import { accept, offer, officerFor, open, released, takeUp } from './case-life.ts'
import {
  type ApplicationRow,
  type City,
  type Listing,
  type LoanRow,
  momentAfter,
  type OfferRow,
} from './city.ts'
import { cancelLoan, drawPart, partsOf, repayAll, sign } from './loan-life.ts'
import { expireNeed, type Play, publish, send } from './need-life.ts'
import { answerDays, caseEvents, type Event, offerTerms, perform, takingDays } from './scripts.ts'
import type { TaxSlice } from './tax-slice.ts'

/** How far the case comes: money, a contract or an agreement that waits for it, or a contract given up. */
export type Goal = 'drawn' | 'waiting' | 'cancelled'

/** How long each step of a case takes, in days or working days. */
type Pace = Readonly<Record<'open' | 'take' | 'answer' | 'accept' | 'sign' | 'draw', number>>
type Way = Readonly<Record<'openedOn' | 'takenOn' | 'offeredOn' | 'agreedOn' | 'signedOn' | 'drawnOn', Day>>

/**
 * A need that one bank finances, while others may try; begun on that day, or earlier where time is short. False where no firm
 * could have it.
 */
export function finance(
  stage: Stage,
  sumFen: Fen,
  wished: Day,
  goal: Goal,
  credit: Credit = 'other',
): boolean {
  const { city, hadLoan, slice } = stage
  const { random, days, today } = city
  const pace = paceOf(city)
  const on = startOf(city, pace, wished, goal)
  // Where time is short the bureau reads on the next day and returns nothing, so that the way is known beforehand.
  const isShort = daysBetween(on, today) < 90
  const begun = tryToBegin(stage, sumFen, on, credit)
  if (!begun) return false
  const { play, product } = begun
  publish(play, send(play, on, !isShort), isShort ? 1 : random.whole(1, 2))
  const way = wayFrom(city, pace, dayOf(play.need.publishedAt ?? play.need.createdAt))
  const loansHere = hadLoan.get(play.member.row.id) ?? 0
  const ends = { loansHere, goal, sumFen, slice: credit === 'tax' ? slice : null }
  const rivals = othersFor(play, product, random.weighted(rivalCounts)).flatMap((other) =>
    caseEvents(play, other, plusDays(way.openedOn, random.whole(-1, 8))),
  )
  const made: Made = {}
  perform(city, [...rivals, ...winnerEvents(play, product, way, ends, made, days.onOrAfter)])
  if (credit === 'tax' && made.application?.decidedAt)
    slice.keep(made.application, play.member, product.terms, made.application.decidedAt)
  if (goal !== 'cancelled' && made.loan) hadLoan.set(play.member.row.id, loansHere + 1)
  expireNeed(play)
  return true
}

const rivalCounts = [
  [0, 50],
  [1, 28],
  [2, 16],
  [3, 6],
] as const

const paceOf = (city: City): Pace => ({
  open: city.random.whole(0, 6),
  take: takingDays(city),
  answer: answerDays(city),
  accept: city.random.whole(1, 6),
  sign: city.random.whole(1, 5),
  draw: city.random.whole(0, 3),
})

function wayFrom({ days }: City, pace: Pace, publishedOn: Day): Way {
  const openedOn = plusDays(publishedOn, pace.open)
  const takenOn = days.after(openedOn, pace.take)
  const offeredOn = days.after(takenOn, pace.answer)
  const agreedOn = plusDays(offeredOn, pace.accept)
  const signedOn = days.after(agreedOn, pace.sign)
  return { openedOn, takenOn, offeredOn, agreedOn, signedOn, drawnOn: days.after(signedOn, pace.draw) }
}

/** The wished day, or the latest that leaves time enough to come as far as meant. */
function startOf(city: City, pace: Pace, wished: Day, goal: Goal): Day {
  const { random, days, today } = city
  const ready = plusDays(today, goal === 'waiting' ? -random.whole(1, 4) : -random.whole(1, 6))
  let on = wished
  for (let tried = 0; tried < 30; tried += 1) {
    const way = wayFrom(city, pace, days.after(on, 1))
    const reached = goal === 'waiting' ? way.agreedOn : way.drawnOn
    const spare = daysBetween(reached, ready)
    if (spare >= 0 && (goal !== 'waiting' || spare < 4)) return on
    on = plusDays(on, spare < 0 ? spare : 1)
  }
  return on
}

type Made = { application?: ApplicationRow; offer?: OfferRow; loan?: LoanRow }
type Ends = {
  readonly loansHere: number
  readonly goal: Goal
  readonly sumFen: Fen
  /** Of a loan by tax credit. */
  readonly slice: TaxSlice | null
}

/** The events of the case that wins. */
function winnerEvents(
  play: Play,
  product: Listing,
  way: Way,
  { loansHere, goal, sumFen, slice }: Ends,
  made: Made,
  onOrAfter: (day: Day) => Day,
): Event[] {
  const { city, need } = play
  const officer = officerFor(city, product)
  const openedBy = city.random.chance(300) ? 'bank-took' : 'firm-applied'
  const openedOn = openedBy === 'bank-took' ? onOrAfter(way.openedOn) : way.openedOn
  const openedAt = momentAfter(
    city,
    need.publishedAt ?? need.createdAt,
    openedOn,
    openedBy === 'bank-took' ? 'office' : 'any',
  )
  const takenAt = openedBy === 'bank-took' ? openedAt : momentAfter(city, openedAt, way.takenOn)
  const offeredAt = momentAfter(city, takenAt, way.offeredOn)
  const agreedAt = momentAfter(city, offeredAt, way.agreedOn, 'any')
  const signedAt = momentAfter(city, agreedAt, way.signedOn)
  const parts = partsOf(city, sumFen, way.drawnOn)
  const step = (at: typeof openedAt, run: (row: ApplicationRow) => void): Event => ({
    at,
    run: () => made.application && run(made.application),
  })
  return [
    { at: openedAt, run: () => (made.application = open(play, product, openedBy, openedAt, officer)) },
    step(takenAt, (row) => takeUp(play, row, takenAt, officer)),
    step(offeredAt, (row) => {
      const terms = offerTerms(city, product.terms, need, smaller(sumFen, need.amountFen), dayOf(offeredAt))
      const found = offer(play, row, product, terms, offeredAt, officer)
      if (found) made.offer = found
    }),
    step(agreedAt, (row) => accept(play, row, agreedAt)),
    step(signedAt, (row) => {
      if (made.offer) made.loan = sign(play, row, made.offer, signedAt, officer, loansHere)
    }),
    ...moneyEvents(play, goal, signedAt, { parts, made, officer, slice }),
  ]
}

type Money = {
  readonly parts: ReturnType<typeof partsOf>
  readonly made: Made
  readonly officer: ReturnType<typeof officerFor>
  readonly slice: Ends['slice']
}

/** What follows the signature: the money and its return, or the end of the contract, or nothing yet. */
function moneyEvents(
  play: Play,
  goal: Goal,
  signedAt: Event['at'],
  { parts, made, officer, slice }: Money,
): Event[] {
  const { city } = play
  if (goal === 'waiting') return []
  if (goal === 'cancelled') {
    const at = momentAfter(city, signedAt, city.days.after(dayOf(signedAt), city.random.whole(3, 15)))
    const cancel = () => {
      if (!made.loan) return
      cancelLoan(play, made.loan, at, officer)
      released(play, at, officer)
    }
    return [{ at, run: cancel }]
  }
  const draws = parts.map((part, index) => {
    const on = index === parts.length - 1 ? reportedOn(city, part.drawnOn) : part.drawnOn
    const at = momentAfter(city, signedAt, on)
    return { at, run: () => made.loan && drawPart(play, made.loan, part, at, officer) }
  })
  const last = draws.at(-1)
  const repay = () =>
    made.loan && repayAll(play, made.loan, parts, officer, (past) => slice?.stops(past) ?? false)
  return last ? [...draws, { at: last.at, run: repay }] : draws
}

/** Banks report a payout on its day; a few forget it for longer than they may. */
function reportedOn({ random, days, today }: City, drawnOn: Day): Day {
  const on = random.chance(45) ? days.after(drawnOn, random.whole(4, 7)) : drawnOn
  return on < today ? on : drawnOn
}
