import { and, asc, desc, eq, exists, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { firmRelations, guarantorAssets } from '../../db/tables/guarantee-figures.ts'
import { guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import type { FilingState } from './filing.ts'
import type { GuaranteeState } from './guarantee.ts'
import type { Guarantee } from './rows.ts'

/** Whose guarantees: a firm's, a bank's, a guarantor's, those that somebody shares, or a place's. */
export type Whose =
  | { readonly enterpriseId: EnterpriseId }
  | { readonly bankId: InstitutionId }
  | { readonly guarantorId: InstitutionId }
  | { readonly sharerId: InstitutionId }
  | { readonly region: string }

export type ListFilters = { readonly state: GuaranteeState | null; readonly filing: FilingState | null }

function isOf(from: Reader, whose: Whose): SQL | undefined {
  if ('enterpriseId' in whose) return eq(guarantees.enterpriseId, whose.enterpriseId)
  if ('bankId' in whose) return eq(guarantees.bankId, whose.bankId)
  if ('guarantorId' in whose) return eq(guarantees.guarantorId, whose.guarantorId)
  if ('region' in whose) return startsWith(guarantees.district, whose.region)
  return exists(
    from
      .select({ id: guaranteeShares.guaranteeId })
      .from(guaranteeShares)
      .where(
        and(
          eq(guaranteeShares.guaranteeId, guarantees.id),
          eq(guaranteeShares.institutionId, whose.sharerId),
        ),
      ),
  )
}

/** What waits for its guarantor stands first, by its day; then the newest. */
const byPressure = [
  sql`case when ${guarantees.dueOn} is null then 1 else 0 end`,
  asc(guarantees.dueOn),
  desc(guarantees.id),
]

export const listGuarantees = (
  from: Reader,
  whose: Whose,
  { state, filing }: ListFilters,
  limit: number,
  offset: number,
) =>
  from
    .select({
      ...{ id: guarantees.id, number: guarantees.number, letterNumber: guarantees.letterNumber },
      ...{ state: guarantees.state, filing: guarantees.filing, enterpriseId: guarantees.enterpriseId },
      ...{ amountFen: guarantees.amountFen, balanceFen: guarantees.balanceFen, dueOn: guarantees.dueOn },
      ...{ filingDueOn: guarantees.filingDueOn, filingLateDays: guarantees.filingLateDays },
      ...{ bankId: guarantees.bankId, guarantorId: guarantees.guarantorId, firm: enterprises.name },
    })
    .from(guarantees)
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))
    .where(
      and(
        isOf(from, whose),
        state ? eq(guarantees.state, state) : undefined,
        filing ? eq(guarantees.filing, filing) : undefined,
      ),
    )
    .orderBy(...(filing ? [asc(guarantees.filingDueOn), desc(guarantees.id)] : byPressure))
    .limit(limit)
    .offset(offset)
export type ListedGuarantee = Awaited<ReturnType<typeof listGuarantees>>[number]

/** How much waits at a guarantor's desks: by state, and what is past its day. */
export async function deskCounts(from: Reader, guarantorId: InstitutionId, today: Day) {
  const own = eq(guarantees.guarantorId, guarantorId)
  const open = inArray(guarantees.state, ['applied', 'underwriting', 'approved'])
  const states = await from
    .select({ state: guarantees.state, count: countRows() })
    .from(guarantees)
    .where(and(own, open))
    .groupBy(guarantees.state)
  const [late] = await from
    .select({ count: countRows() })
    .from(guarantees)
    .where(and(own, open, lt(guarantees.dueOn, today)))
  const [filings] = await from
    .select({ count: countRows() })
    .from(guarantees)
    .where(and(inArray(guarantees.filing, ['due', 'returned']), own))
  return { states, late: late?.count ?? 0, filings: filings?.count ?? 0 }
}

/** Names of institutions, for lists that show several of them. */
export async function shortNames(
  from: Reader,
  ids: readonly InstitutionId[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const found = await from
    .select({ id: institutions.id, name: institutions.shortName })
    .from(institutions)
    .where(inArray(institutions.id, [...new Set(ids)]))
  return new Map(found.map(({ id, name }) => [String(id), name]))
}

/** Statements of net assets: a guarantor's own, or all that wait and the newest decided, for the bureau of a place. */
export const netAssetsList = (
  from: Reader,
  whose: { guarantorId: InstitutionId } | { region: string },
  limit: number,
) =>
  from
    .select({ stated: guarantorAssets, guarantor: institutions.name })
    .from(guarantorAssets)
    .innerJoin(institutions, eq(institutions.id, guarantorAssets.guarantorId))
    .where(
      'guarantorId' in whose
        ? eq(guarantorAssets.guarantorId, whose.guarantorId)
        : startsWith(institutions.region, whose.region),
    )
    .orderBy(sql`case when ${guarantorAssets.state} = 'stated' then 0 else 1 end`, desc(guarantorAssets.id))
    .limit(limit)

export async function netAssetsFor(from: Reader, id: Id<'net-assets'>, region: string) {
  const [row] = await from
    .select({ stated: guarantorAssets, guarantor: institutions.name })
    .from(guarantorAssets)
    .innerJoin(institutions, eq(institutions.id, guarantorAssets.guarantorId))
    .where(and(eq(guarantorAssets.id, id), startsWith(institutions.region, region)))
  return row ?? null
}

/** Relations in force of a firm, either way round. */
export const relationsOfFirm = (from: Reader, enterpriseId: EnterpriseId) =>
  from
    .select({ relation: firmRelations, firm: enterprises.name })
    .from(firmRelations)
    .innerJoin(enterprises, eq(enterprises.id, firmRelations.fromId))
    .where(
      and(
        isNull(firmRelations.endedAt),
        or(eq(firmRelations.fromId, enterpriseId), eq(firmRelations.toMember, enterpriseId)),
      ),
    )
    .orderBy(asc(firmRelations.id))

/** The names behind a guarantee. */
export async function namesOf(from: Reader, { enterpriseId, bankId, guarantorId }: Guarantee) {
  const [firm] = await from
    .select({ name: enterprises.name })
    .from(enterprises)
    .where(eq(enterprises.id, enterpriseId))
  const found = await from
    .select({ id: institutions.id, name: institutions.name })
    .from(institutions)
    .where(inArray(institutions.id, [bankId, guarantorId]))
  const nameOf = (id: InstitutionId) => found.find((one) => one.id === id)?.name ?? ''
  return { firm: firm?.name ?? '', bank: nameOf(bankId), guarantor: nameOf(guarantorId) }
}

/** Names of people, for a paper that says who looked and who decided. */
export async function peopleNames(
  from: Reader,
  ids: readonly (Id<'person'> | null)[],
): Promise<ReadonlyMap<string, string>> {
  const known = ids.filter((id) => id !== null)
  if (known.length === 0) return new Map()
  const found = await from
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, known))
  return new Map(found.map(({ id, name }) => [String(id), name]))
}
