import type { covers } from '../../db/tables/covers.ts'
import { arrangementOn } from '../../server/arrangements/index.ts'
import type { CoverState } from '../../server/covers/cover.ts'
import {
  filingChecks,
  filingRefusal,
  isFarming,
  isForKind,
  isUnsecured,
  variantFor,
} from '../../server/covers/filing.ts'
import { compensationOn } from '../../server/covers/policy.ts'
import type { InstitutionId } from '../../server/institutions/institution.ts'
import { type FiveClass, isBad } from '../../server/loans/five-class.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, minus, noFen, plus, smaller } from '../../server/money/fen.ts'
import { plusWorkdays } from '../../server/money/workdays.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { calendarVersions, type PolicyBook } from '../../server/policies/index.ts'
import { type City, type CityRows, type LoanRow, momentAfter, trailRow, type Who } from './city.ts'
import type { Member } from './members.ts'
import { randomFrom } from './random.ts'

type CoverRow = typeof covers.$inferInsert

const code = 'tax-credit-pool'
/** Of the loans that could be filed, banks file so many of a thousand: the pool is small. */
const filedOfThousand = 420
/** Of the newest more, so that something waits on the operator's desk. */
const newestDays = 14
const newestOfThousand = 900
/**
 * Of the loans that went bad since, the smallest, as long as they stay below this share of all: whatever day the demo runs on,
 * its pool stands below its stop line, and its banks have something to claim for.
 */
const badOfThousand = 30
/** About what the pool of the demo covers on any day. */
const coveredFen = 25_000_000_000
/** Of the filings so many of a thousand are turned down, and the rest of these taken back. */
const endings = { rejected: 25, withdrawn: 15 } as const
const whys = {
  rejected: '放款凭证与合同金额不一致，请核对后重新备案。',
  withdrawn: '企业将提前还款，暂不备案。',
} as const

type Operator = { readonly institutionId: InstitutionId; readonly who: Who }

/**
 * 备案 of three years: unsecured tax-credit loans that banks filed some days after paying out, by the same rule as the
 * action and on what was so on that day, and what the pool's operator said.
 */
export function makeCovers(
  city: City,
  rows: CityRows,
  policies: PolicyBook,
  operator: Operator,
): { readonly covers: CoverRow[]; readonly trail: CityRows['trail'] } {
  const random = randomFrom(340_614)
  const made: CoverRow[] = []
  const trail: CityRows['trail'] = []
  const lives = livesOf(rows)
  const kinds = new Map(city.shelf.map(({ id, terms }) => [id, terms.kind]))
  const cases = new Map(rows.applications.map((row) => [row.id, row]))
  const offers = new Map(rows.offers.map((row) => [row.id, row]))
  const members = new Map(city.members.map((member) => [member.row.id, member]))
  const fit = rows.loans.flatMap((loan) => {
    const row = present(cases.get(loan.applicationId), 'the case of a loan')
    const kind = kinds.get(row.productId)
    const offer = present(offers.get(loan.offerId), 'the offer of a loan')
    if (!kind || !isForKind(code, kind) || !isUnsecured(offer.guaranteeMode)) return []
    return loan.firstDrawnOn ? [{ loan, firstDrawnOn: loan.firstDrawnOn, officerId: row.officerId }] : []
  })
  const bad = smallestBad(fit.map(({ loan }) => loan))
  const wished = fit
    .flatMap(({ loan, firstDrawnOn, officerId }) => {
      const isNew = firstDrawnOn > plusDays(city.today, -newestDays)
      const isDrawn = random.chance(isNew ? newestOfThousand : filedOfThousand)
      const isLost = loan.riskClass !== null && isBad(loan.riskClass)
      if (isLost ? !bad.has(loan.id) : !isDrawn) return []
      const filedOn = city.days.onOrAfter(plusDays(firstDrawnOn, random.whole(1, 16)))
      return filedOn < city.today ? [{ loan, officerId, filedOn }] : []
    })
    .sort((one, other) => (one.filedOn < other.filedOn ? -1 : 1))
  for (const { loan, officerId, filedOn } of wished) {
    const officers = city.officers.get(loan.institutionId) ?? []
    const officer = present(
      officers.find(({ personId }) => personId === officerId) ?? officers[0],
      'an officer of the bank',
    )
    const member = present(members.get(loan.enterpriseId), 'the firm of a loan')
    const row = filed({ city, policies, lives, made, operator }, loan, member, officer, filedOn)
    if (!row) continue
    made.push(row)
    decide(city, row, operator, random.whole(1, 4), random.whole(1, 1_000))
    tell(city, trail, row, officer, operator)
  }
  return { covers: made, trail }
}

/** The smallest of some loans that went bad, together no more than so much of what a pool of its size covers. */
function smallestBad(loans: readonly LoanRow[]): ReadonlySet<string> {
  let leftFen = Math.floor((coveredFen * badOfThousand) / 1_000)
  const bad = loans.filter(({ riskClass }) => riskClass && isBad(riskClass))
  const found = new Set<string>()
  for (const { id, drawnFen } of bad.toSorted((one, other) => one.drawnFen - other.drawnFen)) {
    if (drawnFen > leftFen) break
    leftFen -= drawnFen
    found.add(id)
  }
  return found
}

/** What was out on a loan on a day, and how it was classed. */
type Life = { readonly outOn: (on: Day) => Fen; readonly classOn: (on: Day) => FiveClass | null }

function livesOf({ loans, drawdowns, repayments, classes }: CityRows): ReadonlyMap<string, Life> {
  const of = <Row extends { readonly loanId: string }>(all: readonly Row[]) => {
    const groups = new Map<string, Row[]>()
    for (const row of all) groups.set(row.loanId, [...(groups.get(row.loanId) ?? []), row])
    return groups
  }
  const [drawn, paid, classed] = [of(drawdowns), of(repayments), of(classes)]
  return new Map(
    loans.map(({ id }) => {
      const sum = (amounts: readonly Fen[]) => (amounts.length ? plus(...amounts) : noFen)
      const outOn = (on: Day): Fen =>
        minus(
          sum((drawn.get(id) ?? []).filter(({ drawnOn }) => drawnOn <= on).map(({ amountFen }) => amountFen)),
          sum(
            (paid.get(id) ?? []).filter(({ paidOn }) => paidOn <= on).map(({ principalFen }) => principalFen),
          ),
        )
      const classOn = (on: Day) =>
        (classed.get(id) ?? []).filter(({ classedOn }) => classedOn <= on).at(-1)?.toClass ?? null
      return [id, { outOn, classOn }] as const
    }),
  )
}

type Making = {
  readonly city: City
  readonly policies: PolicyBook
  readonly lives: ReadonlyMap<string, Life>
  readonly made: readonly CoverRow[]
  readonly operator: Operator
}

/** One filing by the rule of its day; null where the rule refuses it. */
function filed(
  { city, policies, lives, made, operator }: Making,
  loan: LoanRow,
  { row: firm }: Member,
  officer: Who,
  filedOn: Day,
): CoverRow | null {
  const plain = arrangementOn(policies, code, filedOn)
  assert(plain.ok, 'the arrangement of the city')
  const variant = variantFor(plain.policy.value, { unsecured: true, firstLoan: loan.firstLoan })
  const chosen = arrangementOn(policies, code, filedOn, variant)
  assert(chosen.ok, 'its shares for an unsecured loan')
  const rule = compensationOn(policies, filedOn)
  const lifeOf = (id: string) => present(lives.get(id), 'the life of a loan')
  const newFen = lifeOf(loan.id).outOn(filedOn)
  const standing = made.flatMap((one) => {
    const life = lifeOf(one.loanId)
    const underFen = smaller(one.filedFen, life.outOn(filedOn))
    return one.state === 'in-cover' || one.state === 'filed' ? [{ one, life, underFen }] : []
  })
  const sum = (some: typeof standing) => (some.length ? plus(...some.map(({ underFen }) => underFen)) : noFen)
  const riskClass = lifeOf(loan.id).classOn(filedOn)
  const checks = filingChecks(
    chosen.policy.value,
    rule.value,
    {
      ...{ isOpen: true, isForKind: true, isCovered: false, isGuaranteed: false },
      loan: {
        state: newFen > 0 ? 'drawn' : 'settled',
        overdueSince: riskClass === null || riskClass === 'normal' ? null : filedOn,
        ...{ riskClass, firstDrawnOn: loan.firstDrawnOn },
      },
      cover: {
        ...{ size: firm.size, industry: firm.industry, farming: isFarming(firm.industry) },
        ...{ unsecured: true, newFen },
        coveredFen: sum(standing.filter(({ one }) => one.enterpriseId === loan.enterpriseId)),
      },
      pool: {
        coveredFen: sum(standing),
        badFen: sum(standing.filter(({ life }) => isBad(life.classOn(filedOn) ?? 'normal'))),
      },
    },
    filedOn,
  )
  if (filingRefusal(checks)) return null
  const filedAt = momentAfter(city, city.days.moment(filedOn), filedOn)
  const dueOn = city.days.after(filedOn, rule.value.confirmWorkdays)
  return {
    ...{ id: city.naming<'cover'>(filedAt), number: '', loanId: loan.id, standsFor: loan.id },
    ...{ enterpriseId: loan.enterpriseId, institutionId: loan.institutionId },
    ...{ operatorId: operator.institutionId, arrangement: code, arrangementVersion: chosen.policy.version },
    ...{ variant, terms: chosen.policy.value, state: 'filed', filedFen: newFen, checks },
    ...{ ruleVersion: rule.version, filedOn, filedAt, filedBy: officer.personId, dueOn },
    duePolicies: [rule.version, ...calendarVersions(policies, filedOn, dueOn)],
    ...{ decidedAt: null, decidedBy: null, why: null, version: 1 },
  }
}

/** The operator's word, or the bank's second thought, some working days later; what is too new still waits. */
function decide(city: City, row: CoverRow, { who }: Operator, workdays: number, lot: number): void {
  const on = city.days.after(row.filedOn, workdays)
  const known = plusWorkdays(city.reference.calendar, row.filedOn, workdays)
  if (!known.ok || on >= city.today) return
  const state: CoverState =
    lot <= endings.rejected
      ? 'rejected'
      : lot <= endings.rejected + endings.withdrawn
        ? 'withdrawn'
        : 'in-cover'
  const stands = state === 'in-cover'
  Object.assign(row, {
    ...{ state, standsFor: stands ? row.loanId : null, dueOn: null, version: 2 },
    decidedAt: momentAfter(city, row.filedAt, on),
    decidedBy: state === 'withdrawn' ? row.filedBy : who.personId,
    why: state === 'rejected' || state === 'withdrawn' ? whys[state] : null,
  })
}

function tell(city: City, trail: CityRows['trail'], row: CoverRow, officer: Who, { who }: Operator): void {
  const subject = ['cover', row.id] as const
  const details = { arrangement: row.arrangementVersion, variant: row.variant, fen: row.filedFen }
  trail.push(
    trailRow(city.naming, {
      ...{ at: row.filedAt, who: officer, happening: 'covers.filed', subject, to: 'filed', details },
    }),
  )
  if (!row.decidedAt) return
  trail.push(
    trailRow(city.naming, {
      ...{ at: row.decidedAt, who: row.state === 'withdrawn' ? officer : who, subject },
      ...{ happening: `covers.${row.state}`, from: 'filed', to: row.state },
      ...(row.why ? { why: row.why } : {}),
    }),
  )
}
