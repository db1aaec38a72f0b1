import { arrangementOn } from '../arrangements/index.ts'
import { industryName } from '../enterprises/index.ts'
import { fen, showWan } from '../money/fen.ts'
import { type Ppm, ppm, showPercent } from '../money/rate.ts'
import type { Parts } from '../parts.ts'
import type { Cell } from '../platform/sheets/streaming.ts'
import type { Words } from '../platform/web/words.ts'
import type { Figure } from '../tax-credit/index.ts'
import { figureWords } from '../tax-credit/words.ts'
import type { SignedIn } from '../web.ts'
import type { Warning } from './rows.ts'
import { isWatchRule, type WatchRule } from './tax.ts'
import type { WarningRule } from './warning.ts'

/* A warning's values in words, each in the unit of its rule. */

/** The rule of a scheme whose figures a warning shows alike. */
const shownAs = {
  'grade-dropped': 'grade',
  'grade-not-admitted': 'grade',
  arrears: 'arrears',
  abnormal: 'abnormal',
} as const satisfies Record<WatchRule, string>

const number = (figure: Figure): number => (typeof figure === 'number' ? figure : 0)

/** To a hundredth of a percent, as thresholds are written; downwards, so that none seems to have reached what it has not. */
const inHundredths = (rate: number): Ppm => ppm(Math.floor(rate / 100) * 100)

const units: Readonly<Record<Exclude<WarningRule, WatchRule>, (w: Words, value: number) => string>> = {
  overdue: (w, days) => w('warnings.value.days', { days }),
  concentration: (_, rate) => showPercent(inHundredths(rate)),
  'claim-rate': (_, rate) => showPercent(inHundredths(rate)),
  'promise-lapsed': (w, out) => w('warnings.value.wan', { wan: showWan(fen(out)) }),
  'bridge-dependence': (w, times) => w('warnings.value.times', { times }),
  'silent-product': (w, count) => w('warnings.value.cases', { count }),
}

/** What a workbook holds of a value: a rate, money or a number by its type; null where it is a word. */
function cellOf(rule: WarningRule, value: Figure): Cell {
  if (typeof value !== 'number') return null
  if (rule === 'concentration' || rule === 'claim-rate') return { ppm: ppm(value) }
  if (rule === 'promise-lapsed' || rule === 'arrears') return { fen: fen(value) }
  return value
}

const cell = (words: string, value: Cell) => (value === null ? words : { words, value })

type Shown = Pick<SignedIn, 'w'> & { readonly parts: Pick<Parts, 'reference'> }

function figure({ w, parts }: Shown, rule: WarningRule, value: Figure): string {
  if (!isWatchRule(rule)) return units[rule](w, number(value))
  return typeof value === 'boolean'
    ? w(`tax-facts.${rule}.${value ? 'yes' : 'no'}`)
    : figureWords(w, parts.reference, shownAs[rule], value)
}

/** The value that was found. */
export const haveWords = (shown: Shown, { rule, have }: Warning): string => figure(shown, rule, have)
export const haveCell = (shown: Shown, warning: Warning) =>
  cell(haveWords(shown, warning), cellOf(warning.rule, warning.have))

/** The threshold, as the rule reads it: from so much on, or more often than this. */
export const wantWords = (shown: Shown, { rule, want }: Warning): string =>
  shown.w(`warnings.threshold.${isWatchRule(rule) ? 'tax' : rule}`, { value: figure(shown, rule, want) })

export const wantCell = (shown: Shown, warning: Warning) =>
  cell(wantWords(shown, warning), cellOf(warning.rule, warning.want))

/** What a warning is about: a loan, a product, who bears; of a concentration for whom, of a claim rate over which years. */
export function aboutWords(
  { w, parts, today }: Pick<SignedIn, 'w' | 'parts' | 'today'>,
  { subjectKind, subjectId, about, dimension, member }: Warning,
): { readonly words: string; readonly note?: string } {
  const found = subjectKind === 'arrangement' ? arrangementOn(parts.policies, subjectId, today) : null
  const words = found?.ok ? found.policy.value.name[w.language] : about
  if (dimension === null) return { words }
  if (member === null) return { words, note: w(`warnings.dimension.${dimension}`) }
  const name = dimension === 'industry' ? industryName(parts.reference, w.language, member) : member
  return { words, note: `${w(`warnings.dimension.${dimension}`)} · ${name}` }
}

/** Where the subject's own page is, for those who may open it; null where the reader has none. */
export function subjectHref(
  { subjectKind, subjectId, rule, enterpriseId }: Warning,
  side: 'house' | 'bureau',
): string | null {
  if (subjectKind === 'bridge') return `/bridges/${subjectId}`
  if (subjectKind === 'product') return `/products/${subjectId}`
  if (rule === 'claim-rate') return '/stop-lines'
  if (rule === 'concentration')
    return subjectKind === 'institution' ? '/exposure' : `/arrangements/${subjectId}`
  if (subjectKind === 'loan' && side === 'house') return `/loans/${subjectId}`
  return side === 'bureau' && enterpriseId ? `/enterprises/${enterpriseId}` : null
}
