import type { AsOf } from '../exposures/as-of.ts'
import type { Day } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import type { Refusal } from '../platform/outcome.ts'
import { wanCell } from '../platform/web/cells.ts'
import type { Words } from '../platform/web/words.ts'
import type { Circle, FirmExposure } from './circles.ts'

type Shown = {
  readonly namesPersons: boolean
  readonly isPlace: boolean
  readonly day: AsOf
  readonly today: Day
}

const headOf = (w: Words, value: string, max: Day, error?: string) => ({
  title: w('guarantees.circles-title'),
  filters: {
    action: '/exposure/groups',
    fields: [
      {
        ...{ name: 'on', label: w('guarantees.exposure-on'), kind: 'date', value, max },
        ...(error ? { error } : {}),
      },
    ],
  },
})

/** A day of which nothing can be said, with the question as it was asked. */
export const refusedCircles = (w: Words, typed: string, today: Day, refusal: Refusal) => ({
  ...headOf(w, typed, today, w.refusal(refusal)),
  ...{ lead: w('guarantees.circles-text'), tables: [] },
  nothing: { title: w.refusal(refusal), text: w('exposures.other-day') },
})

/** Concentration: the ten largest customers, and the ten largest groups of firms that belong together. */
export function circlesPage(
  w: Words,
  top: readonly FirmExposure[],
  circles: readonly Circle[],
  { namesPersons, isPlace, day, today }: Shown,
) {
  const number = (key: string) => ({ label: w(`guarantees.${key}`), kind: 'number' })
  const sums = isPlace ? [number('exposure-balance')] : [number('exposure-balance'), number('exposure-share')]
  const sumsOf = (one: Pick<Circle, 'balanceFen' | 'shareFen'>) =>
    isPlace ? [wanCell(one.balanceFen)] : [wanCell(one.balanceFen), wanCell(one.shareFen)]
  return {
    ...headOf(w, day.asOf, today),
    lead: w(day.on ? 'guarantees.circles-past' : 'guarantees.circles-text', { day: day.asOf }),
    nothing: null,
    tables: [
      {
        caption: w('guarantees.exposure-top'),
        none: top.length ? null : w('guarantees.exposure-none'),
        columns: [{ label: w('guarantees.column.firm') }, ...sums, number('exposure-count')],
        rows: top.map((one) => ({ cells: [one.firm, ...sumsOf(one), String(one.guarantees)] })),
      },
      {
        caption: w('guarantees.circles-top'),
        none: circles.length ? null : w('guarantees.circles-none'),
        columns: [{ label: w('guarantees.circle-group') }, { label: w('guarantees.circle-firms') }, ...sums],
        rows: circles.slice(0, 10).map((circle) => ({
          cells: [
            {
              words: groupWords(w, circle, namesPersons),
              // The bureau goes on to every firm and loan of the circle; who shares sees his own guarantees only.
              ...(isPlace ? { href: circleAt(circle, day) } : {}),
              // A circle that nobody controls is called by what it is, once.
              note: circle.mutual && circle.controllers.length ? w('guarantees.circle-mutual') : undefined,
            },
            circle.firms
              .map(({ firm, balanceFen }) => w('guarantees.circle-firm', { firm, wan: showWan(balanceFen) }))
              .join(w('guarantees.circle-comma')),
            ...sumsOf(circle),
          ],
        })),
      },
    ],
  }
}

const circleAt = ({ firms }: Circle, { on }: AsOf): string =>
  `/cockpit/exposure/circle?firm=${firms[0]?.firmId ?? ''}${on ? `&on=${on}` : ''}`

/** By whom a group is named: its controllers, or what else makes it one. */
function groupWords(w: Words, { controllers, mutual }: Circle, namesPersons: boolean): string {
  if (controllers.length === 0) return w(mutual ? 'guarantees.circle-mutual' : 'guarantees.circle-related')
  return namesPersons ? controllers.join(w('guarantees.circle-comma')) : w('guarantees.circle-one-controller')
}
