import { bridgePapers } from '../bridge-pool/papers.ts'
import {
  bridgeAssumable,
  bridgeBorrowers,
  bridgeLoanKinds,
  bridgeMarks,
  bridgePolicyShape,
  dayKinds,
  daysOffKinds,
  queueKeys,
} from '../bridge-pool/policy.ts'
import { assert } from '../platform/assert.ts'
import { choice, choices, type Field, optional, whole, yuan } from '../platform/web/fields.ts'
import { dailyRate, portion, timesOver, yesNo } from '../platform/web/fields-measures.ts'
import { plainForm } from './forms-plain.ts'
import { at, nested } from './paths.ts'
import { nameFields, type Section, type ValueForm } from './value-form.ts'

/** So many rates a form asks for; the pools that publish theirs have one or two. */
const mostTiers = 4
const tierNumbers = Array.from({ length: mostTiers }, (_, index) => index)

const days = (): Field<number> => whole({ min: 1, max: 365, unit: 'forms.unit-days' })
const months = (): Field<number> => whole({ min: 1, max: 60, unit: 'forms.unit-months' })

const tierFields = Object.fromEntries(
  tierNumbers.flatMap((index): [string, Field][] => [
    [
      `tiers.${index}.ratePpmPerDay`,
      { ...optional(dailyRate()), label: (w) => w('policies.tier-rate', { number: index + 1 }) },
    ],
    [
      `tiers.${index}.throughDay`,
      { ...optional(days()), label: (w) => w('policies.tier-through', { number: index + 1 }) },
    ],
  ]),
)

const sections: readonly Section[] = [
  { key: 'name', fields: nameFields },
  {
    key: 'borrowers',
    fields: {
      borrowers: choices(bridgeBorrowers, 'bridge-pool.borrower'),
      ...Object.fromEntries(
        bridgeBorrowers.map((borrower): [string, Field] => [
          `caps.${borrower}`,
          {
            ...optional(yuan()),
            label: (w) => w('policies.borrower-cap', { borrower: w(`bridge-pool.borrower.${borrower}`) }),
          },
        ]),
      ),
      loans: choices(bridgeLoanKinds, 'bridge-pool.loan'),
      promiseSharePpm: portion(),
      poolSharePpm: optional(portion()),
    },
  },
  {
    key: 'days',
    fields: {
      dayKind: choice(dayKinds, 'bridge-pool.days'),
      longestDays: days(),
      daysOff: choice(daysOffKinds, 'bridge-pool.days-off'),
    },
  },
  { key: 'tiers', fields: tierFields, sparse: true },
  {
    key: 'overdue',
    fields: {
      overdueBasisPoints: timesOver({ max: 10 }),
      legalActionAfterDays: optional(whole({ max: 365, unit: 'forms.unit-days' })),
    },
  },
  {
    key: 'queue',
    fields: { queue: choices(queueKeys, 'bridge-pool.queue'), marketRatePpmPerDay: dailyRate() },
  },
  {
    key: 'exclusions',
    fields: {
      'exclusions.stoppedMonths': optional(months()),
      'exclusions.noVatMonths': optional(months()),
      'exclusions.overdueMonths': optional(months()),
      'exclusions.dishonestDebtors': yesNo(),
      'exclusions.marks': choices(bridgeMarks, 'bridge-pool.mark', { min: 0 }),
      'exclusions.timesPerYear': optional(whole({ min: 1, max: 100, unit: 'forms.unit-a-year' })),
    },
  },
  { key: 'assumed', fields: { assumed: choices(bridgeAssumable, 'bridge-pool.assumable', { min: 0 }) } },
]

const names = sections.flatMap(({ fields }) => Object.keys(fields))
const plain = names.filter((name) => !/^(caps|tiers)\.|^borrowers$/.test(name))

/** The terms of a bridge pool: whoever is ticked may borrow, and rates count as far as they are filled in. */
export const bridgeForm: ValueForm = {
  sections,
  typed(value) {
    const read = bridgePolicyShape.safeParse(value)
    if (!read.success) return {}
    const { borrowers, tiers } = read.data
    assert(tiers.length <= mostTiers, 'no terms have more rates than the form asks for')
    const caps = bridgeBorrowers.map((one) => [`caps.${one}`, borrowers[one]?.capFen ?? null])
    const rates = tierNumbers.flatMap((index) => [
      [`tiers.${index}.ratePpmPerDay`, tiers[index]?.ratePpmPerDay ?? null],
      [`tiers.${index}.throughDay`, tiers[index]?.throughDay ?? null],
    ])
    return {
      ...Object.fromEntries(plain.map((name) => [name, at(read.data, name)])),
      borrowers: bridgeBorrowers.filter((one) => borrowers[one] !== undefined),
      ...Object.fromEntries(caps),
      ...Object.fromEntries(rates),
    }
  },
  value(typed) {
    const admitted = bridgeBorrowers.filter(
      (one) => Array.isArray(typed.borrowers) && typed.borrowers.includes(one),
    )
    const tiers = tierNumbers.flatMap((index) => {
      const ratePpmPerDay = typed[`tiers.${index}.ratePpmPerDay`] ?? null
      const throughDay = typed[`tiers.${index}.throughDay`] ?? null
      return ratePpmPerDay === null && throughDay === null ? [] : [{ throughDay, ratePpmPerDay }]
    })
    return {
      ...nested(Object.fromEntries(plain.map((name) => [name, typed[name]]))),
      borrowers: Object.fromEntries(admitted.map((one) => [one, { capFen: typed[`caps.${one}`] ?? null }])),
      tiers,
    }
  },
}

const workdays = (): Field<number> => whole({ min: 1, max: 250, unit: 'forms.unit-workdays' })

/** How a case of a bridge pool is handled. */
export const bridgeCaseForm: ValueForm = plainForm(
  {
    key: 'steps',
    fields: {
      completenessWorkdays: workdays(),
      wordWorkdays: workdays(),
      promiseWorkdays: workdays(),
      ownMoneyWorkdays: workdays(),
      approvalWorkdays: workdays(),
    },
  },
  { key: 'bridge-papers', fields: { papers: choices(bridgePapers, 'bridge-pool.paper', { min: 0 }) } },
  { key: 'reserved', fields: { reservedDays: days(), warnDays: days() } },
  { key: 'approval', fields: { ownMoneyPpm: portion(), thirdFromFen: yuan() } },
)
