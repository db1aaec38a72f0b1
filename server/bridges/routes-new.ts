import {
  type BridgePolicy,
  bridgeLimitsOf,
  checkLoanKind,
  lastDayOf,
  plannedBack,
} from '../bridge-pool/index.ts'
import { isHousehold, ownFirm } from '../enterprises/index.ts'
import { conditionsShown, dueLoan, renewalsOf } from '../loans/index.ts'
import { renewalRuleOn } from '../loans/policies.ts'
import { type Day, plusDays } from '../money/day.ts'
import { minus, smaller } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, formAgain, go, NotFound, page, Refusing, type SignedIn } from '../web.ts'
import { apply } from './actions.ts'
import { ownMoneyNeeded } from './actions-checking.ts'
import { checkFirst } from './first.ts'
import { applyForm } from './forms.ts'
import { costPlanned } from './pages-cost.ts'
import { newPage, type Offer } from './pages-new.ts'
import { loanKindOf } from './parts-record.ts'
import { termsOn } from './parts-step.ts'
import { hasOfPool, openBridgeOf } from './rows.ts'
import { balancesOf, type Pool, poolsFor } from './rows-pools.ts'

/* The firm's application: first whether renewal without repayment fits, then what the bridge costs, then the questions. */

async function newFor({ me, parts, params, today, w }: SignedIn) {
  const { read } = parts.store
  const id = params.id ?? ''
  const known = isId<'loan'>(id) ? await dueLoan(read, id) : null
  if (!known || known.loan.enterpriseId !== me.enterpriseId || !known.loan.maturesOn) throw new NotFound(id)
  const firm = present(await ownFirm(read, me), 'the firm of a loan')
  const [newest] = await renewalsOf(read, [known.loan.id])
  const { value: rule, version: ruleVersion } = renewalRuleOn(parts.policies, today)
  const shown = conditionsShown(w, known, newest, rule, today)
  const first = checkFirst(newest?.state ?? null, shown.verdict)
  const open = await openBridgeOf(read, known.loan.id)
  return {
    known,
    open,
    borrower: isHousehold(firm.uscc) ? ('household' as const) : ('firm' as const),
    pools: await poolsFor(read, firm.region),
    renewal: { newest, first, shown, ruleVersion },
  }
}
type Known = Awaited<ReturnType<typeof newFor>>

/** Why renewal without repayment does not fit, as far as the platform knows it: the bank's words, or what is not met. */
function reasonOf(w: SignedIn['w'], { newest, shown }: Known['renewal']): string {
  if (newest?.state === 'after-repayment') return w('bridges.why-bank', { words: newest.answer ?? '' })
  const unmet = shown.conditions.filter(({ met }) => met === 'no').map(({ label }) => label)
  return unmet.length ? w('bridges.why-conditions', { conditions: unmet.join(w('bridges.and')) }) : ''
}

/** What one pool offers for a loan: the most, for how long, and what that costs by its own terms. */
async function offerOf(
  visit: SignedIn,
  pool: Pool,
  { known, borrower }: Known,
  payOn: Day,
): Promise<Offer | null> {
  const { w, parts, today } = visit
  const on = termsOn(parts, pool, today)
  if (!on.ok) return null
  const { terms, version, rule } = on
  const kind = loanKindOf(parts, known, today)
  const fits = checkLoanKind(terms, kind)
  const { enterpriseId, balanceFen: principalDueFen } = known.loan
  const { read } = parts.store
  const { 'funders-capital': capitalFen, 'cash-free': freeFen } = await balancesOf(read, pool.bookId)
  const hasFen = await hasOfPool(read, pool.id, enterpriseId, null)
  const sums = { borrower, principalDueFen, promisedFen: null, capitalFen, hasFen } as const
  const own = ownMoneyNeeded({ principalDueFen, amountFen: principalDueFen }, rule.ownMoneyPpm)
  const amountFen = smaller(bridgeLimitsOf(terms, sums).mostFen, minus(principalDueFen, own))
  const backOn = backFor(visit, terms, payOn)
  const cost = costPlanned(w, terms, version, parts.reference, { amountFen, from: payOn, to: backOn })
  return { pool, terms, version, amountFen, backOn, cost, freeFen, no: fits.ok ? null : fits.refusal }
}

async function shownNew(
  visit: SignedIn,
  form: ShownForm | null,
  as: typeof page | typeof formAgain,
  typedPool?: unknown,
): Promise<Answer> {
  const { w, today, query } = visit
  const found = await newFor(visit)
  const { known, open, pools, renewal } = found
  const maturesOn = present(known.loan.maturesOn, 'the last day of a loan')
  const payOn = maturesOn < today ? today : maturesOn
  const all = await Promise.all(pools.map((pool) => offerOf(visit, pool, found, payOn)))
  const offers = all.filter((offer) => offer !== null)
  const wanted = typeof typedPool === 'string' ? typedPool : one(query.pool)
  const chosen =
    offers.find(({ pool }) => pool.id === wanted) ?? offers.find(({ no }) => no === null) ?? offers[0] ?? null
  const whyNot = reasonOf(w, renewal)
  const empty = applyForm.filled(
    w,
    {
      ...(chosen
        ? { pool: chosen.pool.id, amountFen: chosen.amountFen }
        : { amountFen: known.loan.balanceFen }),
      ...{ borrower: found.borrower, payOn, backOn: chosen?.backOn ?? plusDays(payOn, 7) },
      ...(whyNot ? { whyNot } : {}),
    },
    optionsOf(visit, pools),
  )
  const shown = { known, open, offers, chosen, whyNot }
  return as('bridges/new', newPage(w, { ...shown, renewal, form: form ?? empty }))
}

/** A week after the payout, or as long as the pool lends, on a day on which its account takes money. */
function backFor({ parts }: SignedIn, terms: BridgePolicy, payOn: Day): Day {
  const { calendar } = parts.reference
  const last = lastDayOf(terms, payOn, calendar)
  return plannedBack(
    terms,
    plusDays(payOn, 7),
    last.ok ? last.on : plusDays(payOn, terms.longestDays),
    calendar,
  )
}

const optionsOf = ({ w }: SignedIn, pools: Known['pools']) => ({
  options: { pool: pools.map(({ id, name }) => ({ value: id as string, label: name[w.language] })) },
})

export function showNew(visit: SignedIn): Promise<Answer> {
  return shownNew(visit, null, page)
}

export async function applied(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { known, pools } = await newFor(visit)
  const options = optionsOf(visit, pools)
  const read = applyForm.read(body)
  if (!read.ok)
    return shownNew(visit, applyForm.again(w, read.typed, read.faults, options), formAgain, read.typed.pool)
  const { pool: chosen, ...asking } = read.value
  const pool = pools.find(({ id }) => id === chosen)
  if (!pool) {
    const faults = { pool: { code: 'unknown-choice' } }
    return shownNew(visit, applyForm.again(w, read.value, faults, options), formAgain)
  }
  const outcome = await apply(parts, by, known.loan.id, pool.id, asking)
  if (outcome.ok) return go(`/bridges/${outcome.bridge.id}`, 'bridges.applied-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, `/loans/${known.loan.id}/bridge`)
  return shownNew(visit, applyForm.refused(w, body, outcome.refusal, options), formAgain, pool.id)
}
