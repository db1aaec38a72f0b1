import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { notify } from '../inbox/index.ts'
import { daysBetween, plusDays } from '../money/day.ts'
import { minus } from '../money/fen.ts'
import { plusWorkdays } from '../money/workdays.ts'
import type { Parts } from '../parts.ts'
import { startOf } from '../platform/clock.ts'
import { slicesOf } from '../platform/work/breaths.ts'
import { sliceSize } from '../platform/work/slices.ts'
import { calendarOf, type InForce } from '../policies/index.ts'
import { concentrationDrafts } from './actions-concentration.ts'
import { watchBorrowers } from './actions-tax.ts'
import {
  bridgeFound,
  claimRateFound,
  type Found,
  overdueFound,
  promiseFound,
  silentFound,
} from './finding.ts'
import { type Asked, type Draft, datedBy, raise, warningRulesOn } from './parts.ts'
import { claimRates } from './parts-rates.ts'
import { clear, keyOf, raisedOn, standing } from './rows.ts'
import * as found from './rows-finding.ts'
import type { RulePart, WarningPolicy } from './rule.ts'
import type { WarningRule } from './warning.ts'

type With = Pick<Parts, 'store' | 'policies'>

type Finder = {
  readonly rule: WarningRule
  readonly drafts: (parts: With, by: By) => Promise<Draft[] | null>
}

/** What a rule finds by its own row in force; null where it is off. */
const finder = <Part extends RulePart>(
  rule: WarningRule,
  ruleOf: (all: ReturnType<typeof warningRulesOn>) => InForce<WarningPolicy[Part]>,
  find: (asked: Asked<Part>) => Promise<Draft[]>,
): Finder => ({
  rule,
  drafts: async (parts, by) => {
    const { value, version } = ruleOf(warningRulesOn(parts, by.today))
    return value.isOn ? find({ ...parts, by, rule: value, version }) : null
  },
})

const finders: readonly Finder[] = [
  finder('overdue', (all) => all.overdue, overdueDrafts),
  finder('concentration', (all) => all.concentration, concentrationDrafts),
  finder('promise-lapsed', (all) => all.promise, promiseDrafts),
  finder('claim-rate', (all) => all.claimRate, rateDrafts),
  finder('bridge-dependence', (all) => all.bridge, bridgeDrafts),
  finder('silent-product', (all) => all.product, productDrafts),
]

/**
 * The night's work: every rule that is on asks the rows; what reached its threshold is told, what stands already is not told
 * twice, and what is below it again is over. A rule that was switched off leaves what it told as it is. At the end bureau and
 * institutions hear how many came. Says how many warnings were raised.
 */
export async function raiseWarnings(parts: With, by: By): Promise<number> {
  let count = await watchBorrowers(parts, by)
  for (const { rule, drafts } of finders) {
    const found = await drafts(parts, by)
    if (found) count += await keep(parts, by, rule, found)
  }
  await tellOfWarnings(parts, by)
  return count
}

/** Holds all that a rule found against all that stands of it. */
async function keep(parts: With, by: By, rule: WarningRule, drafts: readonly Draft[]): Promise<number> {
  const { store } = parts
  const before = await standing(store.read, [rule])
  const foundNow = new Set(drafts.map(({ subject }) => subject))
  const over = [...before.values()].filter(({ subject }) => !foundNow.has(subject))
  for (const slice of slicesOf(over, sliceSize))
    await store.transact(async (tx) => {
      for (const { id } of slice) await clear(tx, id, by.today, 'back')
    })
  let count = 0
  for (const slice of slicesOf(drafts, sliceSize))
    count += await store.transact(async (tx) => {
      let told = 0
      for (const draft of slice)
        if (await raise(tx, parts, by, draft, before.get(keyOf(rule, draft.subject)) ?? null)) told += 1
      return told
    })
  return count
}

/** Rows of one page while many are gone through outside of a transaction. */
const pageSize = 500

async function overdueDrafts(asked: Asked<'overdue'>): Promise<Draft[]> {
  const { store, by, rule } = asked
  const drafts: Draft[] = []
  for (let after: Parameters<typeof found.overdueLoans>[1] = null; ; ) {
    const page = await found.overdueLoans(store.read, after, pageSize)
    for (const { overdueSince, number, ...loan } of page) {
      const one = overdueSince && overdueFound(daysBetween(overdueSince, by.today), rule)
      if (one)
        drafts.push({
          ...{ rule: 'overdue', subjectKind: 'loan', subject: loan.id, subjectId: loan.id, about: number },
          ...{ enterpriseId: loan.enterpriseId, institutionId: loan.institutionId, region: loan.region },
          ...{ found: one, ...datedBy(asked) },
        })
    }
    after = page.at(-1)?.id ?? null
    if (page.length < pageSize) return drafts
  }
}

async function promiseDrafts(asked: Asked<'promise'>): Promise<Draft[]> {
  const lapsed = await found.lapsedPromises(asked.store.read)
  return lapsed.flatMap(({ id, number, enterpriseId, institutionId, region, amountFen, repaidFen }) =>
    drafted(promiseFound(minus(amountFen, repaidFen)), {
      ...{ rule: 'promise-lapsed', subjectKind: 'bridge', subject: id, subjectId: id, about: number },
      ...{ enterpriseId, institutionId, region, ...datedBy(asked) },
    }),
  )
}

const drafted = (one: Found | null, rest: Omit<Draft, 'found'>): Draft[] =>
  one ? [{ ...rest, found: one }] : []

async function rateDrafts(asked: Asked<'claimRate'>): Promise<Draft[]> {
  const rates = await claimRates(asked.store.read, asked, asked.by.today)
  return rates.flatMap(({ rate, ...place }) =>
    drafted(claimRateFound(rate, asked.rule), {
      ...{ rule: 'claim-rate', ...datedBy(asked) },
      ...place,
    }),
  )
}

/** A year back: an advance of the same day a year ago is not within it any more. */
const yearDays = 365

async function bridgeDrafts(asked: Asked<'bridge'>): Promise<Draft[]> {
  const { rule, by, store } = asked
  const since = plusDays(by.today, 1 - yearDays)
  const firms = await found.frequentBridges(store.read, since, rule.timesAYear)
  return firms.flatMap(({ enterpriseId, firm, region, times }) =>
    drafted(bridgeFound(times, rule), {
      ...{ rule: 'bridge-dependence', subjectKind: 'enterprise', subject: enterpriseId },
      ...{ subjectId: enterpriseId, about: firm, enterpriseId, region, ...datedBy(asked) },
    }),
  )
}

async function productDrafts(asked: Asked<'product'>): Promise<Draft[]> {
  const { rule, by, store, policies } = asked
  const since = startOf(plusDays(by.today, 1 - rule.withinDays))
  const drafts: Draft[] = []
  for (const { days } of await found.promisedDays(store.read)) {
    // What came on that day or before had its promised working days; a year without a calendar promises nothing.
    const last = plusWorkdays(calendarOf(policies), by.today, -days)
    if (!last.ok) continue
    const until = startOf(last.day)
    for (const one of await found.casesOfProducts(store.read, days, { since, until }))
      drafts.push(
        ...drafted(silentFound(one, rule), {
          ...{ rule: 'silent-product', subjectKind: 'product', subject: one.id, subjectId: one.id },
          ...{ about: one.name, institutionId: one.institutionId, region: one.region },
          ...datedBy(asked),
        }),
      )
  }
  return drafts
}

/**
 * One word a day to each office and each institution: how many warnings came that concern it. Not which: a rule may tell of
 * a firm's taxes, and a notice that lies in an inbox or a mail shows no look.
 */
export async function tellOfWarnings({ store }: Pick<Parts, 'store'>, by: By): Promise<void> {
  const [offices, houses] = [new Map<string, number>(), new Map<string, number>()]
  for (const { region, institutionId, count } of await raisedOn(store.read, by.today)) {
    const county = region.slice(0, 6)
    offices.set(county, (offices.get(county) ?? 0) + count)
    if (institutionId) houses.set(institutionId, (houses.get(institutionId) ?? 0) + count)
  }
  for (const slice of slicesOf([...offices, ...houses], sliceSize))
    await store.transact(async (tx) => {
      for (const [whose, count] of slice) await tell(tx, by, whose, count, houses.has(whose))
    })
}

const tell = (tx: Transaction, by: By, whose: string, count: number, isHouse: boolean): Promise<number> =>
  notify(tx, by, {
    to: isHouse
      ? [{ bank: whose as NonNullable<Draft['institutionId']>, officer: null }]
      : [{ bureauOf: whose }],
    ...{ kind: 'reminders', words: 'warnings.notice.raised', values: { count } },
    href: isHouse ? '/warnings' : '/bureau/warnings',
    subject: { kind: 'warnings', id: by.today },
    once: `warnings ${by.today} ${whose}`,
  })
