import { showWan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import type { Circle, FirmExposure } from './circles.ts'

/** Concentration: the ten largest customers, and the ten largest groups of firms that belong together. */
export function circlesPage(
  w: Words,
  top: readonly FirmExposure[],
  circles: readonly Circle[],
  { namesPersons, isPlace }: { readonly namesPersons: boolean; readonly isPlace: boolean },
) {
  const number = (key: string) => ({ label: w(`guarantees.${key}`), kind: 'number' })
  const sums = isPlace ? [number('exposure-balance')] : [number('exposure-balance'), number('exposure-share')]
  const sumsOf = (one: Pick<Circle, 'balanceFen' | 'shareFen'>) =>
    isPlace ? [showWan(one.balanceFen)] : [showWan(one.balanceFen), showWan(one.shareFen)]
  return {
    title: w('guarantees.circles-title'),
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

/** By whom a group is named: its controllers, or what else makes it one. */
function groupWords(w: Words, { controllers, mutual }: Circle, namesPersons: boolean): string {
  if (controllers.length === 0) return w(mutual ? 'guarantees.circle-mutual' : 'guarantees.circle-related')
  return namesPersons ? controllers.join(w('guarantees.circle-comma')) : w('guarantees.circle-one-controller')
}
