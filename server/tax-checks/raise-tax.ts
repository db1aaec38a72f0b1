import { type Fen, fen } from '../money/fen.ts'
import { million } from '../money/rate.ts'
import type { TaxCreditFacts, TaxCreditLimit } from '../tax-credit/limit.ts'
import { industryFactorsOf } from '../tax-credit/scheme.ts'
import { stageFinding } from '../tax-credit/years.ts'
import { type Asked, type Change, changed, count, limitWith } from './change.ts'

/* What more tax would do: of the last year that counts, and tax and revenue grown together. */

/** A sum that no year of a firm reaches. */
const tooMuch = 10_000_000_000_000

/**
 * The least more of last year's tax, in whole yuan, that raises the limit or opens a rule; null where none does. The rule never
 * falls with tax, and turns only at a few sums: the least tax, a year with any, the growth that makes a stage, the next step of the
 * limit. So those are tried, least first.
 */
export function moreTax(asked: Asked): Change | null {
  const { facts, now } = asked
  if (!mayHelp(now)) return null
  const [year] = now.years
  const paid = year === undefined ? undefined : facts.taxPaidFen[year]
  if (year === undefined || paid === undefined) return null
  const broken = count(now, 'no')
  for (const addFen of turns(asked, year, paid)) {
    const then = limitWith(asked, { taxPaidFen: { ...facts.taxPaidFen, [year]: fen(paid + addFen) } })
    if (then && (then.limitFen > now.limitFen || count(then, 'no') < broken))
      return changed(then, addFen, year)
  }
  return null
}

/** Not where a cap bounds the sum, nor where all that stands against it is another thing than tax. */
const mayHelp = ({ eligible, boundBy, reasons }: TaxCreditLimit): boolean =>
  eligible
    ? boundBy === 'tax'
    : reasons.every(({ met }) => met !== 'no') ||
      reasons.some(({ rule, met }) => met === 'no' && ofTax.includes(rule))
const ofTax: readonly string[] = ['tax-years', 'minimum-tax', 'limit']

/** The sums, in whole yuan, at which more tax of a year changes what the rule says. */
function turns({ scheme, facts, now }: Asked, year: number, paid: Fen): number[] {
  const found: bigint[] = []
  if (paid === 0) found.push(1n)
  const growth = growthAt(scheme, facts, year)
  if (growth !== null) found.push(growth - BigInt(paid))
  const known = now.years.map((one) => facts.taxPaidFen[one])
  if (known.every((one) => one !== undefined)) {
    const sum = known.reduce((so, one) => so + BigInt(one), 0n)
    const years = BigInt(scheme.averageYears)
    if (scheme.leastAverageTaxFen !== null) found.push(BigInt(scheme.leastAverageTaxFen) * years - sum)
    for (const target of steps({ scheme, facts, now }, year)) found.push(target - sum)
  }
  const yuan = found.filter((more) => more > 0n).map((more) => Number((more + 99n) / 100n) * 100)
  return [...new Set(yuan)].filter((more) => more < tooMuch).toSorted((one, other) => one - other)
}

/** The tax of a year with which it has grown enough over the year before, where a scheme asks. */
function growthAt({ stageFactors }: Asked['scheme'], { taxPaidFen }: TaxCreditFacts, year: number) {
  const before = taxPaidFen[year - 1]
  return stageFactors && before !== undefined ? grownFrom(before, stageFactors.growingPpm) : null
}

const grownFrom = (before: Fen, leastPpm: number): bigint =>
  (BigInt(before) * (million + BigInt(leastPpm)) + million - 1n) / million

/** The sums of tax with which the limit comes to its next step, at the stage of now and at that of more tax. */
function steps({ scheme, facts, now }: Pick<Asked, 'scheme' | 'facts' | 'now'>, year: number): bigint[] {
  const terms = facts.grade === null ? undefined : scheme.grades[facts.grade]
  const amount = now.reasons.find(({ rule }) => rule === 'limit')?.have
  if (!terms || typeof amount !== 'number') return []
  const target = BigInt(amount) + BigInt(scheme.roundDownToFen)
  const industry = Math.min(...industryFactorsOf(scheme, facts.industry ?? null), Number.POSITIVE_INFINITY)
  const later = { ...facts, taxPaidFen: { ...facts.taxPaidFen, [year]: fen(tooMuch) } }
  const stages = scheme.stageFactors
    ? [facts, later].map((one) => Math.min(...stageFinding(scheme, one, now.years).factors))
    : [whole]
  return [...new Set(stages)].flatMap((stage) => {
    const factors = [terms.multiplierBasisPoints, Number.isFinite(industry) ? industry : whole, stage]
    const product = factors.reduce((so, factor) => so * BigInt(factor), 1n)
    const parts = BigInt(scheme.averageYears) * BigInt(whole) ** BigInt(factors.length)
    return product === 0n ? [] : [(target * parts + product - 1n) / product]
  })
}

const whole = 10_000

/** Tax and revenue of the last year, both as much above the year before as a growing firm's, where that gives more. */
export function grown(asked: Asked): Change | null {
  const { scheme, facts, now } = asked
  const { stageFactors } = scheme
  const [last = 0] = now.years
  const [before, paid] = [facts.taxPaidFen[last - 1], facts.taxPaidFen[last]]
  if (!stageFactors || now.stage !== 'mature' || before === undefined || paid === undefined) return null
  if (stageFactors.basisPoints.growing <= stageFactors.basisPoints.mature) return null
  const { growingPpm } = stageFactors
  const { revenueFen = {} } = facts
  const revenue = revenueFen[last - 1] ?? fen(100)
  const then = limitWith(asked, {
    taxPaidFen: { ...facts.taxPaidFen, [last]: atLeast(paid, grownFrom(before, growingPpm)) },
    revenueFen: {
      ...{ ...revenueFen, [last - 1]: revenue },
      [last]: atLeast(revenueFen[last] ?? fen(100), grownFrom(revenue, growingPpm)),
    },
  })
  return changed(then, growingPpm, last)
}

const atLeast = (one: Fen, least: bigint): Fen => fen(Math.max(one, Number(least)))
