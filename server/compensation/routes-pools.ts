import { isParty } from '../arrangements/arrangement.ts'
import { arrangementCodesOn, arrangementOn, partyWords } from '../arrangements/index.ts'
import { lineOf } from '../covers/filing.ts'
import {
  allPools,
  capitalOf,
  linedUp,
  lineWarning,
  poolTotals,
  standingOfPool,
  standingThen,
  tallyOf,
} from '../covers/index.ts'
import { fundedParties } from '../covers/pool.ts'
import { dayAsked } from '../exposures/as-of.ts'
import { inYuan } from '../loans/index.ts'
import type { Day } from '../money/day.ts'
import { dayOf } from '../platform/clock.ts'
import { isId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, formAgain, go, mend, NotFound, page, Refusing, type SignedIn } from '../web.ts'
import { agree, bookFunding, dropFunding, open } from './actions-pools.ts'
import { bookingForm, fundingForm, poolForm, whyForm } from './forms.ts'
import { openingPage, poolPage, refusedPool } from './pages-pools.ts'
import { poolAt } from './parts.ts'
import * as rows from './rows-pools.ts'

const newestFundings = 50

/** A pool as it stands now, with what this person may do about it. */
async function dataOf(visit: SignedIn, shown: rows.ShownPool, typed: ShownForm | null = null) {
  const { me, w, parts, today } = visit
  const { read } = parts.store
  const { pool } = shown
  const policy = arrangementOn(parts.policies, pool.arrangement, today)
  const arrangement = policy.ok ? policy.policy : null
  const totals = await poolTotals(read, pool.arrangement)
  const line = arrangement && lineOf(arrangement.value, linedUp(totals))
  const claims = await rows.claimsByState(read, pool.arrangement)
  const isOperator = me.role === 'pool-operator'
  return poolPage(w, {
    ...{ shown, arrangement, coveredFen: totals.coveredFen, today, day: { asOf: today, on: null } },
    capitalFen: await capitalOf(read, pool.arrangement),
    standing: await standingOfPool(read, shown),
    tally: await tallyOf(read, pool.arrangement),
    claims: new Map(claims.map(({ state, count }) => [state, count])),
    fundings: await rows.fundingsOf(read, pool.id, newestFundings),
    warning: arrangement && line && line.standing !== 'open' ? lineWarning(w, arrangement.value, line) : null,
    form: isOperator ? (typed ?? fundingForm.filled(w, { agreedOn: today })) : null,
    booking:
      me.role === 'pool-cashier'
        ? ({ id }) => bookingForm.filled(w, { on: today }, { prefix: `book-${id}-` })
        : null,
    dropping: isOperator ? ({ id }) => whyForm.filled(w, {}, { prefix: `drop-${id}-` }) : null,
  })
}

/**
 * The same at the end of a day that is over, as it was known then: nothing to be done about it, and without what its rows do not
 * tell, the classes of loans and where each agreement stood.
 */
async function dataThen({ w, parts, today }: SignedIn, shown: rows.ShownPool, on: Day) {
  const { read } = parts.store
  const { arrangement: code } = shown.pool
  const policy = arrangementOn(parts.policies, code, on)
  const { totals, tally } = await standingThen(read, code, on)
  return poolPage(w, {
    ...{ shown, arrangement: policy.ok ? policy.policy : null, coveredFen: totals.coveredFen },
    ...{ today, day: { asOf: on, on }, tally },
    capitalFen: await capitalOf(read, code, on),
    standing: await standingOfPool(read, shown, on),
    claims: await rows.claimsByStateThen(read, code, on),
    ...{ fundings: [], warning: null, form: null, booking: null, dropping: null },
  })
}

export async function showPool(visit: SignedIn): Promise<Answer> {
  const { w, query, today } = visit
  const shown = await poolAt(visit)
  const typed = one(query.on)
  const day = dayAsked(typed, dayOf(shown.pool.openedAt), today)
  if (!day.ok) return page('compensation/pool', refusedPool(w, shown, typed, today, day.refusal), 422)
  return page('compensation/pool', await (day.on ? dataThen(visit, shown, day.on) : dataOf(visit, shown)))
}

export async function agreed(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const shown = await poolAt(visit)
  const again = async (typed: ShownForm) => formAgain('compensation/pool', await dataOf(visit, shown, typed))
  const read = fundingForm.read(body)
  if (!read.ok) return again(fundingForm.again(w, read.typed, read.faults))
  const outcome = await agree(parts, by, shown.pool, read.value)
  const back = `/compensation/pools/${shown.pool.id}`
  if (outcome.ok) return go(back, 'compensation.funding-agreed-flash')
  const refused = await again(fundingForm.refused(w, body, inYuan(outcome.refusal)))
  return mend(outcome.refusal, back, () => refused)
}

/** An agreement through its pool, and the pool through the person. */
async function fundingAt(visit: SignedIn) {
  const funding = await rows.fundingById(visit.parts.store.read, visit.params.id ?? '')
  if (!funding) throw new NotFound(`funding ${visit.params.id}`)
  return { funding, shown: await poolAt({ ...visit, params: { id: funding.poolId } }) }
}

export async function booked(visit: SignedIn): Promise<Answer> {
  const { parts, by, body } = visit
  const { funding, shown } = await fundingAt(visit)
  const back = `/compensation/pools/${shown.pool.id}`
  const read = bookingForm.read(body)
  if (!read.ok) throw new Refusing({ code: 'funding-day-missing' }, back)
  const outcome = await bookFunding(parts, by, funding, shown.pool, read.value.on)
  if (!outcome.ok) throw new Refusing(inYuan(outcome.refusal), back)
  return go(back, 'compensation.funding-booked-flash')
}

export async function dropped(visit: SignedIn): Promise<Answer> {
  const { parts, by, body } = visit
  const { funding, shown } = await fundingAt(visit)
  const back = `/compensation/pools/${shown.pool.id}`
  const read = whyForm.read(body)
  if (!read.ok) throw new Refusing({ code: 'reason-missing' }, back)
  const outcome = await dropFunding(parts, by, funding, shown.pool, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'compensation.funding-dropped-flash')
}

/** What has no pool yet: every party with money of its own of every arrangement in force. */
async function places({ w, parts, today }: SignedIn) {
  const there = new Set((await allPools(parts.store.read)).map((pool) => `${pool.arrangement}/${pool.party}`))
  return arrangementCodesOn(parts.policies, today).flatMap((code) => {
    const found = arrangementOn(parts.policies, code, today)
    if (!found.ok) return []
    const { value } = found.policy
    return fundedParties(value)
      .filter((party) => !there.has(`${code}/${party}`))
      .map((party) => ({
        value: `${code}/${party}`,
        label: `${value.name[w.language]} · ${w(partyWords(party))}`,
      }))
  })
}

async function openingData(visit: SignedIn, show: (options: object) => ShownForm) {
  const { w, parts } = visit
  const place = await places(visit)
  const operator = (await rows.operators(parts.store.read)).map(({ id, name }) => ({
    value: id,
    label: name,
  }))
  return openingPage(w, show({ options: { place, operator } }), place.length > 0)
}

export async function showOpening(visit: SignedIn): Promise<Answer> {
  return page('compensation/opening', await openingData(visit, (more) => poolForm.filled(visit.w, {}, more)))
}

export async function openOne(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body } = visit
  const read = poolForm.read(body)
  if (!read.ok)
    return formAgain(
      'compensation/opening',
      await openingData(visit, (more) => poolForm.again(w, read.typed, read.faults, more)),
    )
  const { place, operator, zh, en } = read.value
  const [arrangement = '', party = ''] = place.split('/')
  const known = (await rows.operators(parts.store.read)).find(({ id }) => id === operator)
  const outcome =
    known && isParty(party) && isId<'institution'>(operator)
      ? await open(parts, by, {
          ...{ arrangement, party, name: { zh, en }, institutionId: operator },
          region: me.region ?? '',
        })
      : ({ ok: false, refusal: { code: 'party-is-no-pool', field: 'place' } } as const)
  if (outcome.ok) return go(`/compensation/pools/${outcome.pool.id}`, 'compensation.opened-flash')
  const again = await openingData(visit, (more) => poolForm.refused(w, body, outcome.refusal, more))
  return mend(outcome.refusal, '/compensation', () => formAgain('compensation/opening', again))
}
