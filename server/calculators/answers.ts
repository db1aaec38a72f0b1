import {
  type FirmFigures,
  type SizeClass,
  type SizeFigure,
  type SizeGroup,
  sizeClass,
} from '../enterprises/size-class.ts'
import { checkUscc } from '../enterprises/uscc.ts'
import { day } from '../money/day.ts'
import { fen } from '../money/fen.ts'
import { type Calendar, plusWorkdays } from '../money/workdays.ts'
import { present } from '../platform/assert.ts'
import { refused, type Worked } from './worked.ts'

/*
 * What the calculators answer, for the API and for the pages alike: the rules of the house, in the API's words. What is
 * asked was read before: amounts are whole fen, days exist.
 */

/** A credit code, tidied, and the check character it should have. */
export function usccAnswer(code: string) {
  const { valid, normalised, expectedCheck } = checkUscc(code)
  return { valid, normalised, expectedCheck }
}

export type SizeAsked = {
  readonly industry: string
  readonly employees?: number | undefined
  readonly revenueFen?: number | undefined
  readonly assetsFen?: number | undefined
}

const figureFields = {
  employees: 'employees',
  revenue: 'revenueFen',
  assets: 'assetsFen',
} as const satisfies Record<SizeFigure, string>

/**
 * The size class of a firm. Refuses `industry-unknown`, `industry-too-coarse` (its words name finer codes) and
 * `figures-missing`, with the fields that the group of the industry looks at.
 */
export function sizeAnswer(asked: SizeAsked): Worked<{ group: SizeGroup | null; size: SizeClass }> {
  const { industry, employees, revenueFen, assetsFen } = asked
  const figures: FirmFigures = {
    industry,
    employees: employees ?? null,
    revenueFen: revenueFen === undefined ? null : fen(revenueFen),
    assetsFen: assetsFen === undefined ? null : fen(assetsFen),
  }
  const found = sizeClass(figures)
  if (!found.ok) {
    const { code, values = {} } = found.refusal
    return refused(code, [{ field: 'industry', code, values }])
  }
  if (found.size === 'unknown') {
    const faults = found.missing.map((figure) => ({ field: figureFields[figure], code: 'required' }))
    return refused('figures-missing', faults)
  }
  return { ok: true, answer: { group: found.group, size: found.size } }
}

export type WorkdaysAsked = { readonly from: string; readonly days: number }

/** The day some working days later. Refuses `calendar-missing` with the year of which nothing is known. */
export function workdaysAnswer(asked: WorkdaysAsked, calendar: Calendar): Worked<{ date: string }> {
  const from = day(asked.from)
  const found = plusWorkdays(calendar, from, asked.days)
  if (found.ok) return { ok: true, answer: { date: found.day } }
  const year = present(found.year, 'the year that the calendar lacks')
  const field = from.startsWith(String(year)) ? 'from' : 'days'
  return refused(found.code, [{ field, code: found.code, values: { year } }])
}
