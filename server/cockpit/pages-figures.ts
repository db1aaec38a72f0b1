import { bureauRoles, isOneOf } from '../accounts/index.ts'
import type { Day } from '../money/day.ts'
import type { Words } from '../platform/web/words.ts'
import { inForce, type PolicyBook, versionName } from '../policies/index.ts'
import type { SignedIn } from '../web.ts'
import { definitionOf, type FigureCode, figureCodes, panels } from './definition.ts'
import { definedAt } from './panel.ts'

/** Every figure with its name, by the panel on which it stands. */
export const figuresPage = (w: Words) => ({
  title: w('figures.title'),
  lead: w('figures.lead'),
  groups: panels.map((panel) => ({
    title: w(`cockpit.panel.${panel}`),
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
  const { panel, version, tables, policies, dated } = definitionOf(code)
  return {
    title: w(`figures.name.${code}`),
    facts: [
      { label: w('figures.formula-label'), value: w(`figures.formula.${code}`) },
      { label: w('figures.source-label'), value: w(`figures.source.${code}`), note: tables.join(', ') },
      { label: w('figures.day-label'), value: w(dated ? 'figures.day-dated' : 'figures.day-kept') },
      { label: w('figures.version-label'), value: w('figures.version', { version, code }) },
      ...policiesIn(book, today, policies).map((one) => ({
        ...{ label: w('figures.policy-label'), value: one.version, href: `/policies/${one.code}` },
        by: one.version,
      })),
    ],
    back: { href: `/cockpit#${panel}`, label: w('figures.to-cockpit') },
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
