import { bureauRoles, isOneOf } from '../accounts/index.ts'
import type { Day } from '../money/day.ts'
import type { Words } from '../platform/web/words.ts'
import { inForce, type PolicyBook, versionName } from '../policies/index.ts'
import type { SignedIn } from '../web.ts'
import {
  definitionOf,
  type FigureCode,
  figureCodes,
  figurePages,
  isFigurePage,
  panels,
} from './definition.ts'
import { definedAt } from './panel.ts'

type Place = ReturnType<typeof definitionOf>['panel']

const placeWords = (w: Words, place: Place): string =>
  w(isFigurePage(place) ? `figures.page.${place}` : `cockpit.panel.${place}`)

/** Every figure with its name, by the panel or the page on which it stands. */
export const figuresPage = (w: Words) => ({
  title: w('figures.title'),
  lead: w('figures.lead'),
  groups: [...panels, ...(Object.keys(figurePages) as (keyof typeof figurePages)[])].map((panel) => ({
    title: placeWords(w, panel),
    facts: figureCodes
      .filter((code) => definitionOf(code).panel === panel)
      .map((code) => ({
        ...{ label: w(`figures.name.${code}`), value: w('figures.open'), href: definedAt(code) },
        note: w(`figures.formula.${code}`),
      })),
  })),
})

/** One figure: what it is, where it comes from, and by which version and policies. */
export function figurePage({ w, parts: { policies: book }, today, me }: SignedIn, code: FigureCode) {
  const { panel, version, tables, policies, dated, unkept } = definitionOf(code)
  const days = unkept ? ['day-now', 'day-rows'] : ['day-kept', 'day-dated']
  return {
    title: w(`figures.name.${code}`),
    facts: [
      { label: w('figures.formula-label'), value: w(`figures.formula.${code}`) },
      { label: w('figures.source-label'), value: w(`figures.source.${code}`), note: tables.join(', ') },
      { label: w('figures.day-label'), value: w(`figures.${days[dated ? 1 : 0]}`) },
      { label: w('figures.version-label'), value: w('figures.version', { version, code }) },
      ...policiesIn(book, today, policies).map((one) => ({
        ...{ label: w('figures.policy-label'), value: one.version, href: `/policies/${one.code}` },
        by: one.version,
      })),
    ],
    back: isFigurePage(panel)
      ? { href: figurePages[panel], label: placeWords(w, panel) }
      : { href: `/cockpit#${panel}`, label: w('figures.to-cockpit') },
    isBureau: isOneOf(me, bureauRoles),
    all: { href: '/figures', label: w('figures.all') },
  }
}

/** The versions in force today: of a policy, or of all of a family. */
function policiesIn(book: PolicyBook, today: Day, kinds: readonly string[]) {
  const codes = new Set(book.rows.map(({ code }) => code))
  return [...codes]
    .filter((code) => kinds.some((kind) => code === kind || code.startsWith(`${kind}-`)))
    .toSorted()
    .flatMap((code) => {
      const row = inForce(book.rows, code, today)
      return row ? [{ code, version: versionName(row) }] : []
    })
}
