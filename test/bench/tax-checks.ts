import { cpus } from 'node:os'
import { insertAll } from '../../db/bulk.ts'
import { openStore } from '../../db/index.ts'
import * as tables from '../../db/tables/index.ts'
import { loadReference } from '../../seeds/reference/load.ts'
import { lprPolicies } from '../../seeds/reference/lpr.ts'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { taxCreditSchemes } from '../../seeds/reference/tax-credit-schemes.ts'
import { fillDemoCity } from '../../seeds/seed.ts'
import { readConfig } from '../../server/config.ts'
import type { SizeClass } from '../../server/enterprises/size-class.ts'
import type { TaxGrade } from '../../server/enterprises/tax-grade.ts'
import { day } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { speak } from '../../server/platform/web/words.ts'
import { loadPolicies, policyBook } from '../../server/policies/index.ts'
import { checkProducts, checkSchemes, type SchemeChecked } from '../../server/tax-checks/check.ts'
import { checkAllFirms } from '../../server/tax-checks/parts.ts'
import { whatWouldRaise } from '../../server/tax-checks/raise.ts'
import { whatStays } from '../../server/tax-checks/stays.ts'
import { rulesOn } from '../../server/tax-credit/index.ts'
import { limitFacts } from '../../server/tax-facts/credit.ts'
import { sampleTerms } from '../products/sample.ts'
import { type BareFirm, type BareProduct, bareCheck } from './tax-checks-bare.ts'

/*
 * The self-check of a firm against 200 products, against the same rules as plain ifs; and every firm of the demo city
 * before every tax-credit product of its shelf, from the database to the answer.
 *
 *   npm run bench -- tax-checks
 */

const rounds = Number(process.argv.find((word) => word.startsWith('--rounds='))?.split('=')[1] ?? 7)
const say = (line = '') => process.stdout.write(`${line}\n`)
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const pick = <Value>(list: readonly Value[], at: number): Value => list[at % list.length] as Value

const on = day('2026-11-20')
/** The schemes that the products go by, as the page asks them. */
const schemesAsked = ['hefei-2015', 'demo-2026', 'chaohu-2021']
const made = rulesOn(policyBook([...taxCreditSchemes, ...lprPolicies]), on, schemesAsked)
if (!made.ok) throw new Error(made.refusal.code)
const { rules } = made

const sizes: readonly (SizeClass | null)[] = ['small', 'micro', 'medium', 'small', 'large', null]
const grades: readonly (TaxGrade | null)[] = ['A', 'B', 'M', 'B', 'C', 'A', 'D', null]

const bareFirms: readonly BareFirm[] = Array.from({ length: 1000 }, (_, at) => ({
  region: pick(['340602001', '340603001', '340604001', '340621100'], at),
  industry: pick(['C13', 'C39', 'N77', 'J66', 'F51', 'M73', 'I65', 'E47'], at * 3 + (at >> 3)),
  size: pick(sizes, at + (at >> 2)),
  grade: pick(grades, at + (at >> 4)),
  founded: pick(['2015-03-09', '2024-01-21', '2025-06-30', '2010-11-20'], at >> 1),
  tax24: at % 17 === 0 ? undefined : (at * 7_919_993) % 90_000_007,
  tax25: at % 23 === 0 ? undefined : (at * 15_485_863) % 90_000_049,
  revenue24: at % 3 === 0 ? undefined : 100_000_000 + at * 7,
  revenue25: at % 3 === 0 ? undefined : 100_000_000 + ((at * 31_337) % 30_000_000),
  outstanding: at % 41 === 0 ? 1_000_000_000 : (at % 5) * 10_000_000,
  arrears: at % 29 === 0 ? true : at % 7 === 0 ? null : false,
  abnormal: at % 31 === 0 ? true : at % 11 === 0 ? null : false,
}))

const bareProducts: readonly BareProduct[] = Array.from({ length: 200 }, (_, at) => ({
  scheme: pick(['hefei-2015', 'demo-2026', 'chaohu-2021'], at),
  least: pick([1_000_000, 5_000_000, 10_000_000, 50_000_000], at),
  most: pick([100_000_000, 300_000_000, 1_000_000_000], at >> 1),
  lowest: 30_000 + (at % 9) * 2000,
  highest: 50_000 + (at % 7) * 3000,
  regions: at % 4 === 3 ? ['340602', '340604'] : [],
  excluded: at % 5 === 0 ? ['J', 'K'] : [],
  sizes: pick([[], ['small', 'micro'], ['medium', 'small', 'micro']], at),
  grades: pick([[], ['A', 'B'], ['A', 'B', 'M']], at >> 1),
  months: pick([0, 12, 24], at >> 2),
}))

const products = bareProducts.map((one, at) => ({
  id: `p${at}`,
  terms: sampleTerms({
    ...{ kind: 'tax-credit', scheme: one.scheme, guaranteeModes: ['credit'] },
    ...{ amountMinFen: fen(one.least), amountMaxFen: fen(one.most) },
    ...{ rateMinPpm: ppm(one.lowest), rateMaxPpm: ppm(one.highest) },
    ...{ regions: one.regions, excludedIndustries: one.excluded, minMonthsOperating: one.months },
    ...{ sizes: one.sizes as SizeClass[], grades: one.grades as TaxGrade[] },
  }),
}))

const known = bareFirms.map((one) => {
  const years = { 2024: [one.tax24, one.revenue24], 2025: [one.tax25, one.revenue25] } as const
  const of = (at: 0 | 1) =>
    Object.entries(years).flatMap(([year, figures]) => {
      const figure = figures[at]
      return figure === undefined ? [] : [[year, fen(figure)] as const]
    })
  const firm = {
    ...{ region: one.region, industry: one.industry, size: one.size as SizeClass | null },
    ...{ grade: one.grade as TaxGrade | null, foundedOn: day(one.founded) },
  }
  const tax = {
    ...{ grade: firm.grade, assessYear: 2026, taxPaidFen: Object.fromEntries(of(0)) },
    ...{ arrears: one.arrears, abnormal: one.abnormal },
  }
  const revenues = of(1).map(([year, revenueFen]) => ({ year: Number(year), revenueFen }))
  const facts = limitFacts({
    firm,
    tax,
    years: revenues,
    outstandingFen: fen(one.outstanding),
    dishonest: null,
    on,
  })
  return { firm, facts }
})

/** Firms by turns, ours and bare, so that a slow moment of the machine falls on both. */
const turns = 40
const some = known.length / turns

function bare(turn: number): number {
  let sum = 0
  for (const firm of bareFirms.slice(turn * some, (turn + 1) * some))
    for (const product of bareProducts) sum += bareCheck(firm, product)
  return sum
}

/** What each firm was told last, for the page works out what would raise it from there. */
const assessed = new Map<object, readonly SchemeChecked[]>()

/** The whole answer of the page: every reason with value and threshold, every product in order. */
function ours(turn: number): number {
  let sum = 0
  for (const { firm, facts } of known.slice(turn * some, (turn + 1) * some)) {
    const asked = checkSchemes(facts, rules)
    if (!asked.ok) throw new Error(asked.refusal.code)
    assessed.set(facts, asked.checked)
    const counted = new Map(asked.checked.map((one) => [one, weigh(one.result.reasons)]))
    for (const { limitFen, annualRatePpm, scheme, own } of checkProducts(firm, on, asked.checked, products)) {
      sum += limitFen / 1_000_000 + (annualRatePpm ?? 0) + (counted.get(scheme) ?? Number.NaN)
      for (const { met } of own) if (met === 'no') sum += 13
    }
  }
  return sum
}

/** What the page says besides: what would raise each limit, and what nothing moves. The bare one does not look for it. */
function raising(turn: number): number {
  let told = 0
  for (const { facts } of known.slice(turn * some, (turn + 1) * some)) {
    for (const { code, result } of assessed.get(facts) ?? []) {
      const used = rules.schemes.find((one) => one.code === code)
      if (!used) throw new Error(code)
      const raises = whatWouldRaise(used.scheme, facts, rules.lpr, result)
      told += raises.length + whatStays(used.scheme, facts, result, raises).length
    }
  }
  return told
}

/** What the bare one counts: broken and unknown rules. */
const weigh = (reasons: readonly { readonly met: string }[]): number =>
  reasons.reduce((sum, { met }) => sum + (met === 'no' ? 7 : met === 'unknown' ? 11 : 0), 0)

type Round = {
  readonly bareMs: number
  readonly oursMs: number
  readonly ratio: number
  /** With what would raise it, of the bare one without. */
  readonly raisingRatio: number
}

function round(): Round {
  let [bareMs, oursMs, raisingMs, told] = [0, 0, 0, 0]
  for (let turn = 0; turn < turns; turn += 1) {
    const started = performance.now()
    const wanted = bare(turn)
    const between = performance.now()
    const found = ours(turn)
    bareMs += between - started
    const then = performance.now()
    told += raising(turn)
    oursMs += then - between
    raisingMs += performance.now() - then
    if (Math.abs(wanted - found) > 1e-6) throw new Error(`bare says ${wanted}, ours ${found}`)
  }
  if (told === 0) throw new Error('nothing would raise anything')
  return { bareMs, oursMs, ratio: oursMs / bareMs, raisingRatio: (oursMs + raisingMs) / bareMs }
}

say(
  `${rounds} rounds, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${new Date().toISOString().slice(0, 10)}`,
)
round() // to warm up
const measured = Array.from({ length: rounds }, round)
say()
say('| work | bare, ms | ours, ms | ours of bare, median | wanted | each round |')
say('|---|---:|---:|---:|---:|---|')
say(
  `| 1,000 firms, each against 200 products | ${median(measured.map((one) => one.bareMs)).toFixed(0)} | ${median(
    measured.map((one) => one.oursMs),
  ).toFixed(0)} | **${median(measured.map((one) => one.ratio)).toFixed(2)}** | 3.00 | ${measured
    .map(({ ratio }) => ratio.toFixed(2))
    .join(' ')} |`,
)
say(
  `| the same with what would raise it, against the same bare rules | | | **${median(
    measured.map((one) => one.raisingRatio),
  ).toFixed(2)}** | | ${measured.map(({ raisingRatio }) => raisingRatio.toFixed(2)).join(' ')} |`,
)

const config = readConfig()
const store = await openStore(config.databaseUrl)
await store.migrate()
const policies = policyBook()
await loadPolicies(store, systemClock, policies, referencePolicies)
const words = { zh: speak('zh'), en: speak('en') }
const reference = loadReference(policies)
const parts = { config, store, clock: systemClock, policies, words, reference, version: 'bench' }
await fillDemoCity(parts, () => undefined)
const today = systemClock.today()
await stateAll()
const times: number[] = []
let [firms, shelf] = [0, 0]
for (let round = 0; round <= rounds; round += 1) {
  const started = performance.now()
  const found = await checkAllFirms(store.read, policies, today)
  if (!found.ok) throw new Error(found.refusal.code)
  firms = found.all.size
  shelf = found.all.values().next().value?.length ?? 0
  if (round > 0) times.push(performance.now() - started)
}
say()
say('| work | ms, median | wanted | each round |')
say('|---|---:|---:|---|')
say(
  `| ${firms.toLocaleString('en')} firms against ${shelf} tax-credit products, read and assessed | **${median(times).toFixed(0)}** | 2,000 | ${times
    .map((ms) => ms.toFixed(0))
    .join(' ')} |`,
)
await store.close()

/** The tax bureau's word on every firm of the city: a grade, two years of tax, its standing. */
async function stateAll(): Promise<void> {
  const all = await store.read.select({ id: tables.enterprises.id }).from(tables.enterprises)
  const importId = newId<'tax-import'>()
  const nobody = newId<'person'>()
  const at = systemClock.now()
  const origin = (enterpriseId: (typeof all)[number]['id']) => ({
    ...{ id: newId<'tax-fact'>(), enterpriseId, source: 'tax-bureau' as const, asOf: today },
    ...{ importId, importRow: 2, objectionId: null },
  })
  await store.transact(async (tx) => {
    await tx.insert(tables.taxImports).values({
      ...{ id: importId, number: 'TX-bench', state: 'booked', mode: 'all' },
      ...{ fileName: 'bench.csv', fileHash: '', columns: [], years: [] },
      ...{
        goodRows: all.length,
        badRows: 0,
        firmCount: all.length,
        gradeCount: 0,
        taxCount: 0,
        standingCount: 0,
      },
      ...{ checkedAt: at, checkedBy: nobody, bookedAt: at, bookedBy: nobody, version: 1 },
    })
  })
  const year = Number(today.slice(0, 4))
  await store.transact((tx) =>
    insertAll(
      tx,
      tables.taxGradeFacts,
      all.map(({ id }, n) => ({
        ...{ ...origin(id), assessYear: year - 1, grade: pick(['A', 'B', 'M', 'C'] as const, n) },
        reason: 'annual' as const,
      })),
    ),
  )
  await store.transact((tx) =>
    insertAll(
      tx,
      tables.taxPaidFacts,
      all.flatMap(({ id }, n) =>
        [year - 1, year - 2].map((of) => ({
          ...{ ...origin(id), year: of, vatFen: fen((n * 7919 * of) % 90_000_000) },
          ...{ incomeFen: noFen, otherFen: noFen, refundFen: noFen },
        })),
      ),
    ),
  )
  await store.transact((tx) =>
    insertAll(
      tx,
      tables.taxStandingFacts,
      all.map(({ id }) => ({ ...origin(id), arrearsFen: noFen, abnormal: false })),
    ),
  )
}
