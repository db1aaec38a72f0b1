import type { z } from 'zod'
import { type FirmFigures, type SizeFigure, sizeClass } from '../enterprises/size-class.ts'
import { checkUscc } from '../enterprises/uscc.ts'
import { day } from '../money/day.ts'
import { fen } from '../money/fen.ts'
import { ppm } from '../money/rate.ts'
import { schedule } from '../money/schedule.ts'
import { type Calendar, plusWorkdays } from '../money/workdays.ts'
import { present } from '../platform/assert.ts'
import type * as endpoints from './endpoints.ts'
import { type AnswerOf, refused, type Worked } from './worked.ts'

/*
 * What the calculators answer, for the API and for the pages alike: the rules of the house, in the API's words.
 */

type Asked<Shape extends z.ZodType> = z.output<Shape>

/** A credit code, tidied, and the check character it should have. */
export function usccAnswer(code: string): AnswerOf<'uscc'> {
  const { valid, normalised, expectedCheck } = checkUscc(code)
  return { valid, normalised, expectedCheck }
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
export function sizeAnswer(asked: Asked<typeof endpoints.sizeClass.query>): Worked<AnswerOf<'sizeClass'>> {
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

/** The day some working days later. Refuses `calendar-missing` with the year of which nothing is known. */
export function workdaysAnswer(
  asked: Asked<typeof endpoints.workdays.query>,
  calendar: Calendar,
): Worked<AnswerOf<'workdays'>> {
  const from = day(asked.from)
  const found = plusWorkdays(calendar, from, asked.days)
  if (found.ok) return { ok: true, answer: { date: found.day } }
  const year = present(found.year, 'the year that the calendar lacks')
  const field = from.startsWith(String(year)) ? 'from' : 'days'
  return refused(found.code, [{ field, code: found.code, values: { year } }])
}

/** What is to be paid and when. Refuses what `schedule` refuses, with its field. */
export function scheduleAnswer(
  asked: Asked<typeof endpoints.repaymentSchedule.body>,
): Worked<AnswerOf<'repaymentSchedule'>> {
  const found = schedule({
    ...asked,
    principalFen: fen(asked.principalFen),
    annualRatePpm: ppm(asked.annualRatePpm),
    drawnOn: day(asked.drawnOn),
  })
  if (!found.ok) return refused('not-valid', [{ field: found.field ?? '', code: found.code }])
  const { rows, totalInterestFen } = found
  return { ok: true, answer: { rows, totalInterestFen } }
}
