import { z } from 'zod'
import type { Party } from '../arrangements/arrangement.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, noFen, part } from '../money/fen.ts'
import { million, type Ppm, ppm, wholePpm } from '../money/rate.ts'
import { halfUp } from '../money/rounding.ts'
import type { InForce, PolicyBook } from '../policies/book.ts'
import { ppmShape } from '../policies/shapes.ts'

/** 助保金 goes into the borrowers' pool and stays there; 保费 goes to the insurer. */
export const chargeKinds = ['deposit', 'premium'] as const
export type ChargeKind = (typeof chargeKinds)[number]

/** `void`: the filing came to nothing before it was paid. */
export const chargeStates = ['due', 'paid', 'void'] as const

/** Policy `cover-charges`: what borrowers pay besides, by the year, and what of a premium the treasury pays. */
export const chargesShape = z.strictObject({
  depositPpm: ppmShape,
  premiumPpm: ppmShape,
  subsidyPpm: ppmShape,
})
export type ChargesRule = z.infer<typeof chargesShape>

export const chargesOn = (book: PolicyBook, on: Day): InForce<ChargesRule> =>
  book.read('cover-charges', on, chargesShape)

/** What an arrangement asks of the borrower: by who shares in it, so that a new scheme needs no code. */
export function chargeKindOf(parties: readonly Party[]): ChargeKind | null {
  if (parties.includes('borrowers')) return 'deposit'
  return parties.includes('insurer') ? 'premium' : null
}

export type Charge = {
  readonly kind: ChargeKind
  readonly ratePpm: Ppm
  readonly subsidyPpm: Ppm
  readonly amountFen: Fen
  readonly subsidyFen: Fen
}

/**
 * What is due for a loan: a rate by the year for the months of its contract, rounded once, half up; of a premium the
 * treasury pays its part of that, half up as well, and the borrower the rest.
 */
export function chargeFor(kind: ChargeKind, rule: ChargesRule, baseFen: Fen, months: number): Charge {
  const ratePpm = kind === 'deposit' ? rule.depositPpm : rule.premiumPpm
  const subsidyPpm = kind === 'premium' ? rule.subsidyPpm : ppm(0)
  const amountFen = fen(Number(halfUp(BigInt(baseFen) * BigInt(ratePpm) * BigInt(months), 12n * million)))
  const subsidyFen = subsidyPpm === 0 ? noFen : part(amountFen, subsidyPpm, wholePpm)
  return { kind, ratePpm, subsidyPpm, amountFen, subsidyFen }
}
