import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { newId } from '../platform/ids.ts'
import { dueIn, type InForce } from '../policies/index.ts'
import type { Figure } from '../tax-credit/limit.ts'
import { addWarning, clear, type Warning } from './rows.ts'
import { kindOfPart, type RulePart, type WarningPolicy, warningShapes } from './rule.ts'
import { isNews, type Mark } from './warning.ts'

/** Every rule as it is in force on a day, each with its own version. */
export const warningRulesOn = ({ policies }: Pick<Parts, 'policies'>, on: Day) =>
  ({
    tax: policies.read(kindOfPart.tax, on, warningShapes.tax),
    overdue: policies.read(kindOfPart.overdue, on, warningShapes.overdue),
    concentration: policies.read(kindOfPart.concentration, on, warningShapes.concentration),
    promise: policies.read(kindOfPart.promise, on, warningShapes.promise),
    claimRate: policies.read(kindOfPart.claimRate, on, warningShapes.claimRate),
    bridge: policies.read(kindOfPart.bridge, on, warningShapes.bridge),
    product: policies.read(kindOfPart.product, on, warningShapes.product),
  }) satisfies { readonly [Part in RulePart]: InForce<WarningPolicy[Part]> }

/** The versions of all rules in force on a day, for pages that speak of all of them. */
export const ruleVersionsOn = (parts: Pick<Parts, 'policies'>, on: Day): readonly string[] =>
  Object.values(warningRulesOn(parts, on)).map(({ version }) => version)

/** What a rule found, before it is told. */
export type Draft = Pick<
  Warning,
  'rule' | 'subjectKind' | 'subject' | 'subjectId' | 'about' | 'region' | 'policyVersion'
> &
  Partial<Pick<Warning, 'enterpriseId' | 'institutionId' | 'dimension' | 'member'>> & {
    readonly found: Mark & { readonly have: Figure; readonly want: Figure }
    /** Within so many working days it is to be dealt with, by this version. */
    readonly dueWorkdays: number
    readonly dueVersion: string
  }

/**
 * Tells of what was found, unless the same stands already: a value that became another one is told anew and the older
 * warning ends by it. Whether it was told.
 */
export async function raise(
  tx: Transaction,
  parts: Pick<Parts, 'policies'>,
  by: By,
  { found, dueWorkdays, dueVersion, ...draft }: Draft,
  before: Pick<Warning, 'id' | 'mark'> | null,
): Promise<boolean> {
  if (!isNews(before?.mark ?? null, found)) return false
  if (before) await clear(tx, before.id, by.today, 'newer')
  const id = newId<'warning'>()
  // At the end of a year into one that nobody knows yet, a warning has no day.
  const clock = dueIn(parts.policies, by.today, dueWorkdays, dueVersion)
  const added = await addWarning(tx, {
    ...{ ...draft, id, have: found.have, want: found.want, mark: String(found.mark) },
    ...{ raisedOn: by.today, raisedAt: by.at, state: 'open', version: 1 },
    ...(clock.ok ? { dueOn: clock.due.on, duePolicies: clock.due.policies } : {}),
  })
  if (!added) return false
  const subject = { kind: 'warning', id }
  await write(tx, by, { happening: 'warnings.raised', subject, to: 'open', details: { rule: draft.rule } })
  return true
}

/** What a finder knows of the day: its rule in force, and how its warnings are dated. */
export type Asked<Part extends RulePart> = Pick<Parts, 'store' | 'policies'> & {
  readonly by: By
  readonly rule: WarningPolicy[Part]
  readonly version: string
}

/** How the warnings of a rule are dated, and by which version of it. */
export const datedBy = <Part extends RulePart>({
  rule,
  version,
}: Pick<Asked<Part>, 'rule' | 'version'>): Pick<Draft, 'dueWorkdays' | 'dueVersion' | 'policyVersion'> => ({
  ...{ dueWorkdays: rule.dueWorkdays, dueVersion: version, policyVersion: version },
})
