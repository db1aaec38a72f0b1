import { type Fen, noFen, showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { ShownError, ShownField, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import {
  arrangementForm,
  certaintyShown,
  type PolicyRow,
  policyTitle,
  valueSections,
} from '../policies/index.ts'
import { type Arrangement, arrangementShape, assumableWords, partyWords, poolsOf } from './arrangement.ts'
import { type Draft, layerListNames, mostLayers, mostShares } from './draft.ts'
import { drawnLayers } from './drawing.ts'
import { trialNames } from './forms.ts'
import { layerLists } from './shown.ts'
import { columnOf, type LossSplit } from './split-loss.ts'

export const shortCode = (code: string): string => code.replace(/^arrangement-/, '')

/** The layers of an arrangement, and those for some loans, each list drawn below its title. */
export const drawnLists = (w: Words, arrangement: Arrangement) =>
  layerLists(w, arrangement).map(({ title, layers }) => ({
    title: title ?? w('arrangements.all-loans'),
    layers: drawnLayers(w, layers),
  }))

/** What of an arrangement has no published text behind it. */
const assumedWords = (w: Words, { assumed }: Arrangement): string | null =>
  assumed.length
    ? w('arrangements.assumed', {
        parts: assumed.map((part) => w(assumableWords(part))).join(w('arrangements.comma')),
      })
    : null

/** Every arrangement in force, drawn. */
export const listPage = (w: Words, rows: readonly PolicyRow[], mayPropose: boolean) => ({
  title: w('arrangements.title'),
  lead: w('arrangements.lead'),
  addHref: mayPropose ? '/arrangements/new' : null,
  arrangements: rows.flatMap((row) => {
    const read = arrangementShape.safeParse(row.value)
    if (!read.success) return []
    const [first] = drawnLists(w, read.data)
    return {
      name: policyTitle(w, row),
      href: `/arrangements/${shortCode(row.code)}`,
      certainty: certaintyShown(w, row.certainty),
      assumed: assumedWords(w, read.data),
      list: first ? { ...first, title: '' } : null,
    }
  }),
})

/** What a trial came to, party by party: cash paid first beside what is finally borne. */
export function trialTable(w: Words, { shares, totalFen, returnedFen, surplusFen, openCostFen }: LossSplit) {
  const cells = (name: string, cashFen: Fen, borneFen: Fen) => ({
    cells: [name, showYuan(cashFen), showYuan(borneFen)],
  })
  const notes: readonly (readonly [Fen, string])[] = [
    [returnedFen, 'arrangements.returned'],
    [surplusFen, 'arrangements.surplus'],
    [openCostFen, 'arrangements.open-cost'],
  ]
  return {
    table: {
      caption: w('arrangements.split-caption'),
      columns: [
        { label: w('arrangements.column.party') },
        { label: w('arrangements.column.cash'), kind: 'number' },
        { label: w('arrangements.column.borne'), kind: 'number' },
      ],
      rows: [
        ...shares.map(({ party, cashFen, borneFen }) => cells(w(partyWords(party)), cashFen, borneFen)),
        cells(w('arrangements.total'), totalFen, columnOf(shares, 'borneFen')),
      ],
    },
    notes: notes.flatMap(([amount, key]) => (amount === noFen ? [] : [w(key, { yuan: showYuan(amount) })])),
  }
}

export type Trial = ReturnType<typeof trialTable>

/** One arrangement: drawn, in words, and tried on a sum. */
export function onePage(
  w: Words,
  row: Pick<PolicyRow, 'code' | 'value' | 'certainty'>,
  arrangement: Arrangement,
  tried: { readonly shown: ShownForm; readonly trial: Trial | null; readonly address: string },
  more: {
    readonly links: readonly { readonly href: string; readonly label: string }[]
    /** Where it is decided, for one that is only proposed. */
    readonly proposal: { readonly href: string; readonly label: string; readonly words: string } | null
  },
) {
  const hasVariants = Object.keys(arrangement.variants).length > 0
  const isPooled = poolsOf(arrangement).length > 0
  const asked = tried.shown.fields.filter(
    ({ name }) => (name !== 'variant' || hasVariants) && (name !== 'poolFree' || isPooled),
  )
  return {
    title: policyTitle(w, row),
    certainty: certaintyShown(w, row.certainty),
    assumed: assumedWords(w, arrangement),
    lists: drawnLists(w, arrangement),
    sections: valueSections(w, row).filter(({ facts }) =>
      facts.every(({ key }) => !key.startsWith('layers.')),
    ),
    address: tried.address,
    fields: asked,
    errors: tried.shown.errors,
    trial: tried.trial,
    ...more,
  }
}

type Edited = {
  readonly title: string
  readonly lead: string
  readonly action: string
  readonly back: string
  readonly trial: Trial | null
  readonly drawn: ReturnType<typeof drawnLists> | null
}

/** The form of an arrangement: its layers row by row, everything else in sections, and a sum to try it on. */
export function editPage(w: Words, draft: Draft, shown: ShownForm, of: Edited) {
  const fields = new Map(shown.fields.map((field) => [field.name, field]))
  const named = (name: string): ShownField[] => {
    const found = fields.get(name)
    return found ? [found] : []
  }
  const lists = layerListNames.map((name) => ({
    name,
    title: w(`arrangements.list.${name}`),
    isOptional: name !== 'layers',
    layers: draft[name].map((layer, at) => editedLayer(w, named, name, at, layer.shares.length)),
    add: draft[name].length < mostLayers ? `add-layer ${name}` : null,
  }))
  const sections = arrangementForm.sections.map(({ key, fields: own }) => ({
    title: w(`policies.section.${key}`),
    fields: Object.keys(own).flatMap(named),
  }))
  const [nameSection, ...others] = sections
  const proposal = ['source', 'certainty', 'effectiveFrom', 'effectiveTo', 'why'].flatMap(named)
  return {
    ...of,
    errors: shown.errors as readonly ShownError[],
    hidden: shown.fields.filter(({ kind }) => kind === 'hidden'),
    first: [...named('code'), ...(nameSection?.fields ?? [])],
    lists,
    sections: others,
    trialFields: trialNames.flatMap(named),
    proposal,
    once: newId(),
  }
}

const editedLayer = (
  w: Words,
  named: (name: string) => ShownField[],
  list: string,
  at: number,
  count: number,
) => {
  const here = `${list}.${at}`
  return {
    title: w('arrangements.layer', { number: at + 1 }),
    remove: `remove-layer ${list} ${at}`,
    shares: Array.from({ length: count }, (_, index) => ({
      fields: [...named(`${here}.shares.${index}.party`), ...named(`${here}.shares.${index}.percent`)],
      remove: count > 1 ? `remove-share ${list} ${at} ${index}` : null,
    })),
    addShare: count < mostShares ? `add-share ${list} ${at}` : null,
    limits: ['limit', 'limitFen', 'limitParty'].flatMap((name) => named(`${here}.${name}`)),
  }
}
