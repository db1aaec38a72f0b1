import { showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { counterPlaces } from './counters.ts'
import { countersTable } from './pages.ts'
import type { Counter, Guarantee } from './rows.ts'

/** The form of a step, with what it is about; `note`, `noteBy` and `table` stand above it where a step has them. */
export const formPage = (w: Words, what: string, guarantee: Guarantee | null, shown: ShownForm) => ({
  title: w(`guarantees.${what}-title`, { number: guarantee?.number ?? '' }),
  lead: w(`guarantees.${what}-text`, { yuan: guarantee ? showYuan(guarantee.amountFen) : '' }),
  submitLabel: w(`guarantees.${what}-label`),
  ...shown,
  action: guarantee ? `/guarantees/${guarantee.id}/${what}` : '',
  back: guarantee ? `/guarantees/${guarantee.id}` : '/guarantees',
  backLabel: w('guarantees.back-to-one'),
  once: newId(),
})

/** The questions of a sheet, each further counter-guarantee in a group that opens once something stands in it. */
export function sheetGroups(w: Words, { fields }: ShownForm) {
  const placeOf = (name: string) => /^counter[A-Za-z]+(\d)$/.exec(name)?.[1] ?? null
  return {
    fields: fields.filter(({ name }) => placeOf(name) === null),
    groups: counterPlaces.map((place, at) => {
      const own = fields.filter(({ name }) => placeOf(name) === place)
      return {
        title: w('guarantees.counter-place', { place }),
        open: at === 0 || own.some(({ value, error }) => Boolean(value) || Boolean(error)),
        fields: own,
      }
    }),
  }
}

/** The sheet above the form of its approval: whoever approves reads there what he approves. */
export const sheetRead = (w: Words, guarantee: Guarantee, counters: readonly Counter[]) => ({
  sheet: {
    facts: [
      ...(guarantee.feePpm === null
        ? []
        : [
            {
              label: w('guarantees.fact.fee'),
              value: w('guarantees.fee-of', { rate: showPercent(guarantee.feePpm) }),
              ...(guarantee.feeFen === null
                ? {}
                : { note: w('guarantees.fee-sum', { yuan: showYuan(guarantee.feeFen) }) }),
            },
          ]),
      { label: w('guarantees.fact.kind'), value: w(`guarantees.kind.${guarantee.kind}`) },
      { label: w('guarantees.findings-title'), value: guarantee.findings ?? '' },
    ],
    counters: counters.length ? countersTable(w, counters) : null,
  },
})
