import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { dueWords } from '../clocks/index.ts'
import { industryName, placeName } from '../enterprises/index.ts'
import type { Day } from '../money/day.ts'
import { fen, showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { ObjectionFact, ObjectionState } from './objection.ts'
import type { Objection, objectionsOf } from './rows.ts'

const tones: Readonly<Record<ObjectionState, string>> = {
  open: 'info',
  upheld: 'good',
  rejected: 'neutral',
  withdrawn: 'neutral',
}

const stateShown = (w: Words, state: ObjectionState) => ({
  label: w(`objections.state.${state}`),
  tone: tones[state],
})

/** A fact's value in words, as the profile says it. */
export function valueWords(
  w: Words,
  reference: Reference,
  fact: ObjectionFact,
  value: string | null,
): string {
  if (value === null) return w('enterprises.not-known')
  if (fact === 'taxPaid' || fact === 'arrears')
    return w('objections.yuan', { amount: showYuan(fen(Number(value))) })
  if (fact === 'abnormal') return w(`objections.abnormal.${value}`)
  if (fact === 'grade') return w(`enterprises.tax-grade.${value}`)
  if (fact === 'industry') return industryName(reference, w.language, value)
  return fact === 'region' ? placeName(reference, w.language, value) : value
}

/** Which tax it is about: the year, and the kind where one is meant. */
export const taxOfWords = (
  w: Words,
  { factYear: year, factSum: sum }: Pick<Objection, 'factYear' | 'factSum'>,
): string | null =>
  year === null
    ? null
    : sum === null
      ? w('objections.of-year', { year })
      : w('objections.of-year-sum', { year, sum: w(`tax-facts.sum.${sum}`) })

/** Whoever comes from the tax of a year is asked of that alone; the fact can still be changed, and is then asked for. */
const notOfTax = ['grade', 'foundedOn', 'industry', 'region', 'arrears', 'abnormal']
const asked = ({ fields }: ShownForm): ShownForm['fields'] =>
  fields.some(({ name, value }) => name === 'fact' && value === 'taxPaid')
    ? fields.filter(({ name }) => !notOfTax.includes(name))
    : fields

export const newPage = (w: Words, shown: ShownForm, back: string) => ({
  title: w('objections.new-title'),
  ...shown,
  fields: asked(shown),
  action: '/objections',
  back,
  once: newId(),
})

type Listed = Awaited<ReturnType<typeof objectionsOf>>[number]

/** A firm's own objections, or what lies before the bureau. */
export const listPage = (
  w: Words,
  reference: Reference,
  today: Day,
  side: 'firm' | 'bureau',
  rows: readonly Listed[],
  pager: Pager,
) => ({
  title: w('objections.title'),
  lead: w(`objections.lead-${side}`),
  pager,
  newHref: side === 'firm' ? '/objections/new' : null,
  table: rows.length
    ? {
        caption: w('objections.caption'),
        columns: ['number', 'firm', 'fact', 'state', 'due'].map((key) => ({
          label: w(`objections.column.${key}`),
        })),
        rows: rows.map(({ objection, firm }) => {
          const open = objection.state === 'open'
          const due = dueWords(w, reference, open ? objection.dueOn : null, today)
          return {
            cells: [
              { words: objection.number, href: `/objections/${objection.id}` },
              firm,
              { words: w(`objections.fact.${objection.fact}`), note: taxOfWords(w, objection) ?? '' },
              { words: w(`objections.state.${objection.state}`), tone: tones[objection.state] },
              due.late ? { words: due.words, tone: 'bad' } : { words: due.words, note: objection.dueOn },
            ],
          }
        }),
      }
    : null,
  empty: { title: w('objections.none-title'), text: w(`objections.none-${side}`) },
})

type Shown = {
  readonly objection: Objection
  readonly side: 'firm' | 'bank' | 'bureau'
  readonly caseNumber: string | null
  readonly paper: string | null
  readonly trail: readonly TrailRow[]
  readonly today: Day
  readonly mayWithdraw: boolean
}

/** One objection before the firm, the bank that relied on the fact, or the bureau, which decides below it. */
export function objectionPage(w: Words, reference: Reference, shown: Shown, decision: ShownForm | null) {
  const { objection, side, caseNumber, paper, trail, today, mayWithdraw } = shown
  const { id, number, fact, held, claimed, words, state, dueOn, duePolicies, answer, version } = objection
  const taxOf = taxOfWords(w, objection)
  const due = dueWords(w, reference, state === 'open' ? dueOn : null, today)
  return {
    title: w('objections.objection-title', { number }),
    state: stateShown(w, state),
    step: {
      title: w(`objections.next.${side}.${state}-title`),
      text: w(`objections.next.${side}.${state}-text`),
      ...(due.words ? { due: due.words, dueBy: duePolicies } : {}),
      late: due.late,
    },
    facts: [
      {
        label: w('objections.field.fact'),
        value: w(`objections.fact.${fact}`),
        ...(taxOf === null ? {} : { note: taxOf }),
      },
      // What a bank may know of the fact it finds in the case, by consent and on record.
      ...(claimed === null || side === 'bank'
        ? []
        : [
            { label: w('objections.held'), value: valueWords(w, reference, fact, held) },
            { label: w('objections.claimed'), value: valueWords(w, reference, fact, claimed) },
          ]),
      { label: w('objections.field.words'), value: words },
      ...(caseNumber ? [{ label: w('objections.case'), value: caseNumber }] : []),
      ...(answer ? [{ label: w('objections.field.answer'), value: answer }] : []),
    ],
    caseHref:
      side !== 'bureau' && objection.applicationId ? `/applications/${objection.applicationId}` : null,
    paper: paper && side !== 'bank' ? { href: `/objections/${id}/paper`, label: paper } : null,
    decision: decision && { ...decision, action: `/objections/${id}/decision`, once: newId() },
    withdrawal: mayWithdraw ? { action: `/objections/${id}/withdrawal`, version, once: newId() } : null,
    steps: side === 'bank' ? [] : timelineSteps(w, trail),
  }
}
