import { and, asc, eq, gt, inArray, isNull, lt, ne } from 'drizzle-orm'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { productVersions } from '../../db/tables/products.ts'
import { acceptOffer, makeOffer, sheetById } from '../../server/applications/index.ts'
import { answer, wish } from '../../server/loans/actions-renewals.ts'
import { sign } from '../../server/loans/index.ts'
import { renewalRuleOn } from '../../server/loans/policies.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import type { Cast } from '../cast.ts'
import { randomFrom } from '../city/random.ts'
import { offerOf } from './first-loan.ts'
import { by, happened, type Stage, scene } from './stage.ts'
import { ownerOf } from './stand-ins.ts'

/** How far each renewal has come by today, and how many working days ago the firm asked for it. */
const renewing = [
  { back: 12, upTo: 'signed' },
  { back: 7, upTo: 'offered' },
  { back: 2, upTo: 'wished' },
] as const
type Renewing = (typeof renewing)[number]

/**
 * 无还本续贷 on the desk of bank A: loans of small firms that fall due within weeks. One has its new contract, whose drawdown
 * will pay the old one back, one an offer that lies before the firm, and one a wish that waits for the bank's answer. No
 * money moves yet, so the city's figures stay as they were published.
 */
export async function tellRenewals(parts: Parts, cast: Cast, today: Day): Promise<void> {
  const clock = handClock(`${plusDays(today, -30)}T09:00:00+08:00`)
  const stage: Stage = { parts: { ...parts, clock }, cast, shelf: [], today, clock }
  const random = randomFrom(2024_13)
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      const due = await dueLoans(stage)
      for (const [at, one] of renewing.entries()) {
        const found = due[at]
        if (found) await renews(stage, found, one, random)
      }
    },
  )
}

const isRenewable = ({ loan, terms }: Due): boolean =>
  terms.amountMinFen <= loan.balanceFen &&
  terms.monthsMin <= renewedMonths &&
  renewedMonths <= terms.monthsMax &&
  terms.guaranteeModes[0] !== 'guarantee'

const renewedMonths = 12

type Due = { readonly loan: typeof loans.$inferSelect; readonly terms: ProductTerms }

/** Loans of bank A that its rule allows to be renewed without paying back, and that nobody has asked about. */
async function dueLoans({ parts, cast, today }: Stage): Promise<Due[]> {
  const rule = renewalRuleOn(parts.policies, today).value
  const found = await parts.store.read
    .select({ loan: loans, terms: productVersions.terms })
    .from(loans)
    .innerJoin(needs, eq(needs.id, loans.needId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(
      productVersions,
      and(
        eq(productVersions.productId, applications.productId),
        eq(productVersions.version, applications.productVersion),
      ),
    )
    .leftJoin(renewals, eq(renewals.loanId, loans.id))
    .where(
      and(
        ...[eq(loans.institutionId, cast.institutionIds.bankA), eq(loans.state, 'drawn')],
        ...[gt(loans.maturesOn, plusDays(today, 14)), lt(loans.maturesOn, plusDays(today, 70))],
        ...[eq(loans.riskClass, 'normal'), isNull(loans.overdueSince), isNull(renewals.id)],
        inArray(enterprises.size, [...rule.sizes]),
        inArray(needs.purpose, [...rule.purposes]),
        ne(loans.enterpriseId, cast.enterpriseIds.linFirm),
      ),
    )
    .orderBy(asc(loans.maturesOn), asc(loans.id))
  return found.filter(isRenewable).slice(0, renewing.length)
}

async function renews(
  stage: Stage,
  { loan, terms }: Due,
  { back, upTo }: Renewing,
  random: ReturnType<typeof randomFrom>,
): Promise<void> {
  const { parts, cast, clock } = stage
  const { zhou } = cast
  scene(stage, back, '09:20')
  const owner = await ownerOf(parts, loan.enterpriseId, clock.now(), random)
  const asked = {
    amountFen: loan.balanceFen,
    months: renewedMonths,
    wish: '贷款快到期了，想直接续一年，不先还本。',
  }
  happened(await wish(parts, by(stage, owner), loan.id, asked))
  if (upTo === 'wished') return
  scene(stage, back - 2, '10:40')
  const said = { lawful: true, 'in-business': true, 'good-credit': true, 'grant-standard': true }
  const [wished] = await renewalsOf(parts.store.read, [loan.id])
  const yes = { answer: 'without-repayment', said, words: '符合条件，到期直接续贷。' } as const
  const { renewal } = happened(await answer(parts, by(stage, zhou), present(wished, 'the wish').id, yes))
  const caseId = present(renewal.applicationId, 'the case of a renewal')
  scene(stage, back - 4, '14:15')
  const { guarantor } = cast.institutionIds
  const until = plusDays(clock.today(), 15)
  const terms12 = offerOf(terms, loan.balanceFen, renewedMonths, until, guarantor)
  const words = '新合同放款即结清原合同，企业不用自筹资金。'
  const { offer } = happened(await makeOffer(parts, by(stage, zhou), caseId, { ...terms12, words }))
  if (upTo === 'offered') return
  scene(stage, back - 5, '16:30')
  const sheet = present(await sheetById(parts.store.read, offer.id), 'the sheet of an offer')
  happened(await acceptOffer(parts, by(stage, owner), offer.id, sheet.sha256))
  scene(stage, 1, '10:10')
  const contractNumber = `${clock.today().slice(0, 4)}年相城续字第0027号`
  const signing = { signedOn: clock.today(), contractNumber, register: 'none' as const }
  happened(await sign(parts, by(stage, zhou), caseId, signing))
}
