import { showYuan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import type { Firm, FirmYear } from './rows.ts'
import {
  decidingLimits,
  type FirmFigures,
  type SizeClass,
  type SizeFigure,
  type SizeFinding,
  type SizeGroup,
  type SizeLimit,
  sizeClass,
  sizeClasses,
  sizeFigures,
  sizeGroups,
} from './size-class.ts'

/** The size class with its rule: which group, which figures, which limits decided. */
export function sizeShown(w: Words, firm: Firm, newest: FirmYear | null) {
  const nothing = { employees: null, revenueFen: null, assetsFen: null }
  const figures: FirmFigures = { industry: firm.industry, ...(newest ?? nothing) }
  const found = sizeClass(figures)
  if (!found.ok) return { name: w('enterprises.size.unknown'), why: [w.refusal(found.refusal)], table: null }
  const name = w(`enterprises.size.${found.size}`)
  if (found.group === null) return { name, why: [w('enterprises.size-outside')], table: null }
  const why =
    found.size === 'unknown'
      ? [w('enterprises.size-missing', { missing: missingWords(w, found) })]
      : [
          w('enterprises.size-by', {
            group: w(`enterprises.size-group.${found.group}`),
            year: newest?.year ?? '',
          }),
          ...decidingWords(w, found.group, found.size, figures),
        ]
  return { name, why, table: limitsTable(w, found.group, newest) }
}

const missingWords = (w: Words, found: Extract<SizeFinding, { size: 'unknown' }>): string =>
  found.missing.map((figure) => w(`enterprises.figure-name.${figure}`)).join(w('enterprises.comma'))

function decidingWords(
  w: Words,
  group: SizeGroup,
  size: Exclude<SizeClass, 'not-classified'>,
  figures: FirmFigures,
): string[] {
  const { reached, missed } = decidingLimits(group, size, figures)
  const larger = sizeClasses[sizeClasses.indexOf(size) - 1]
  const limits = (list: readonly SizeLimit[]) =>
    list.map((limit) => limitWords(w, limit)).join(w('enterprises.comma'))
  return [
    ...(reached.length
      ? [w('enterprises.size-reached', { size: w(`enterprises.size.${size}`), limits: limits(reached) })]
      : []),
    ...(larger && missed.length
      ? [w('enterprises.size-missed', { size: w(`enterprises.size.${larger}`), limits: limits(missed) })]
      : []),
  ]
}

const limitWords = (w: Words, { figure, least }: SizeLimit): string =>
  `${w(`enterprises.figure-name.${figure}`)} ${leastWords(w, figure, least)}`

const leastWords = (w: Words, figure: SizeFigure, step: number): string =>
  figure === 'employees'
    ? w('enterprises.at-least', { people: step.toLocaleString('en') })
    : // 万元 is no unit of English: there the sentence takes the yuan.
      w('enterprises.at-least-wan', {
        amount: (w.language === 'zh' ? step : step * 10_000).toLocaleString('en'),
      })

/** The limits of the group beside the firm's own figures; each limit counts from the number itself. */
function limitsTable(w: Words, group: SizeGroup, newest: FirmYear | null) {
  const limits: Partial<Record<SizeFigure, readonly [number, number, number]>> = sizeGroups[group]
  const own = {
    employees: newest?.employees ?? null,
    revenue: newest?.revenueFen == null ? null : showYuan(newest.revenueFen),
    assets: newest?.assetsFen == null ? null : showYuan(newest.assetsFen),
  }
  return {
    caption: w('enterprises.limits-caption', { group: w(`enterprises.size-group.${group}`) }),
    columns: [
      { label: w('enterprises.limits-figure') },
      { label: w('enterprises.limits-own'), kind: 'number' },
      ...(['large', 'medium', 'small'] as const).map((size) => ({
        label: w(`enterprises.size.${size}`),
        kind: 'number',
      })),
    ],
    rows: sizeFigures.flatMap((figure) => {
      const steps = limits[figure]
      if (!steps) return []
      return [
        {
          cells: [
            w(`enterprises.figure.${figure}`),
            own[figure] ?? w('enterprises.not-known'),
            ...steps.map((step) => leastWords(w, figure, step)),
          ],
        },
      ]
    }),
  }
}
