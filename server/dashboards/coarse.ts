import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'

/** What the platform has come to. */
export type Statistics = {
  readonly enterprises: number
  readonly institutions: number
  readonly products: number
  /** Loans of which money was paid out, and how much in all. */
  readonly deals: number
  readonly dealsFen: Fen
  readonly asOf: Day
}

/** Loans are told by tens. */
const dealsAtOnce = 10

/**
 * 对外取整: whole tens of loans, and of money whole steps of a power of ten that no loan is larger than, both rounded down. So one
 * more loan moves either figure by one step or not at all, and nobody learns from it how much it was.
 */
export function coarse<Figures extends Pick<Statistics, 'deals' | 'dealsFen'>>(
  figures: Figures,
  largestFen: Fen,
): Figures {
  let stepFen = 1
  while (stepFen < largestFen) stepFen *= 10
  return {
    ...figures,
    deals: figures.deals - (figures.deals % dealsAtOnce),
    dealsFen: fen(figures.dealsFen - (figures.dealsFen % stepFen)),
  }
}
