import { type Day, isDay } from '../money/day.ts'
import { asOfAsked, leadAsOf } from '../platform/web/as-of.ts'
import { listed, one, oneMore } from '../platform/web/paging.ts'
import { type Answer, page, type SignedIn } from '../web.ts'
import { type Chosen, listPage, type RuleCount, ruleChoices, type Side, stateChoices } from './pages.ts'
import { precisionPage } from './pages-precision.ts'
import { ruleVersionsOn } from './parts.ts'
import * as rows from './rows.ts'
import { watchRules } from './tax.ts'
import { precisionOf, type WarningRule, warningRules } from './warning.ts'

/** What the address asks, without what this side may not ask. */
function filterOf(
  side: Side,
  chosen: Chosen,
  banks: readonly { id: string }[],
  on: Day | null,
): rows.WarningFilter {
  const rule = ruleChoices[side].find((known) => known === chosen.rule)
  return {
    rules: rule === undefined ? null : rule === 'tax' ? watchRules : [rule],
    state: stateChoices[side].find((known) => known === chosen.state) ?? null,
    institutionId: (banks.find(({ id }) => id === chosen.bank)?.id ??
      null) as rows.WarningFilter['institutionId'],
    from: isDay(chosen.from) ? chosen.from : null,
    to: isDay(chosen.to) ? chosen.to : null,
    on,
  }
}

export async function showList(visit: SignedIn, side: Side, scope: rows.Scope): Promise<Answer> {
  const { parts, query, today } = visit
  const { read } = parts.store
  const asOf = asOfAsked(side === 'bureau' ? query : {}, today)
  const chosen: Chosen = {
    ...{ rule: one(query.rule), state: one(query.state), bank: one(query.bank) },
    ...{ from: one(query.from), to: one(query.to), on: asOf.on ?? '' },
  }
  const banks = side === 'bureau' ? await rows.concerned(read, scope) : []
  const filter = filterOf(side, chosen, banks, asOf.on)
  const { limit, offset } = oneMore(visit)
  const found = await rows.warningsOf(read, scope, filter, today, limit, offset)
  const { rows: shown, pager } = listed(found, visit)
  const waiting = side === 'bureau' && asOf.on === null ? await rows.waitingIn(read, scope, today) : null
  const counts = await countsOf(visit, scope, asOf.on)
  return page(
    'warnings/list',
    listPage(visit, {
      ...{ side, chosen, rows: shown, pager, banks, asOf, waiting, versions: ruleVersionsOn(parts, today) },
      // Of an institution all together: which rules of the tax watch they were, it may not know.
      counts: side === 'bureau' ? counts : [totalOf(counts)],
    }),
  )
}

type Counted = RuleCount & { readonly closed: Parameters<typeof precisionOf>[0] }

async function countsOf({ parts }: SignedIn, scope: rows.Scope, on: Day | null): Promise<Counted[]> {
  const { read } = parts.store
  const standing = await rows.standingByRule(read, scope, on)
  const raised = await rows.raisedByRule(read, scope, on)
  const closed = await rows.closedByDay(read, scope, on)
  const countIn = (all: readonly { rule: WarningRule; count: number }[], rule: WarningRule) =>
    all.find((found) => found.rule === rule)?.count ?? 0
  return warningRules.map((rule) => {
    const own = closed.flatMap(({ rule: of, outcome, count }) =>
      of === rule && outcome ? [{ key: of, outcome, count }] : [],
    )
    return {
      ...{ rule, raised: countIn(raised, rule), standing: countIn(standing, rule) },
      ...{ precision: precisionOf(own), closed: own },
    }
  })
}

const totalOf = (counts: readonly Counted[]): RuleCount => ({
  rule: null,
  raised: counts.reduce((sum, { raised }) => sum + raised, 0),
  standing: counts.reduce((sum, { standing }) => sum + standing, 0),
  precision: precisionOf(counts.flatMap(({ closed }) => closed)),
})

export async function showPrecision(
  { w, parts, query, today }: SignedIn,
  scope: rows.Scope,
): Promise<Answer> {
  const asOf = asOfAsked(query, today)
  const closed = await rows.closedByDay(parts.store.read, scope, asOf.on)
  const shown = precisionPage(w, closed, ruleVersionsOn(parts, today))
  const lead = leadAsOf(w, asOf, shown.lead, 'warnings.precision-on')
  return page('warnings/precision', { ...shown, lead })
}
