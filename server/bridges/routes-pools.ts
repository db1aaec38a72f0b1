import { bureauRoles, isOneOf, poolRoles } from '../accounts/index.ts'
import { bridgePolicyCodesOn, bridgePolicyOn } from '../bridge-pool/index.ts'
import { withExport } from '../exports/index.ts'
import { poolHouses } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import { minus, noFen, plus } from '../money/fen.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one } from '../platform/web/paging.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { agree, book, drop, foundPool } from './actions-pools.ts'
import { isOut } from './bridge.ts'
import { bookingForm, fundingForm, openForm, whyForm } from './forms.ts'
import { calendarChart, calendarPage } from './pages-calendar.ts'
import { figuresPage, figuresShown, type LateNow } from './pages-figures.ts'
import { poolPage, poolsPage } from './pages-pools.ts'
import { fundingFor, poolFor, poolReportFor } from './parts.ts'
import { type Calendar, calendarOf } from './parts-forecast.ts'
import { wholeOf } from './parts-kept.ts'
import { termsOn } from './parts-step.ts'
import { lateFen } from './rows.ts'
import { balancesOf, type Funding, fundingsBy, type Pool, poolsFundedBy, poolsOf } from './rows-pools.ts'

const readers = [...poolRoles, ...bureauRoles] as const

export const bridgePoolRoutes = routes(
  ...withExport('/bridge-pools', [...readers, 'treasury'], 'bridge-pools', showPools, {
    figures: ['pools-free', 'pools-reserved', 'pools-out'],
  }),
  post('/bridge-pools', ['bureau-head'], opened),
  get('/bridge-pools/:id', readers, showPool),
  get('/bridge-pools/:id/calendar', readers, showCalendar),
  ...withExport('/bridge-pools/:id/figures', [...readers, 'treasury'], 'bridge-figures', showFigures),
  post('/bridge-pools/:id/fundings', ['pool-operator'], agreed),
  post('/bridge-fundings/:id/booking', ['pool-cashier'], booked),
  post('/bridge-fundings/:id/dropping', ['pool-operator'], dropped),
)

async function listed(visit: SignedIn, typed?: ShownForm) {
  const { me, w, parts, today } = visit
  const { read } = parts.store
  const mine = isOneOf(me, poolRoles) && me.institutionId
  const isFunder = me.role === 'treasury'
  const pools =
    isFunder && me.institutionId
      ? await poolsFundedBy(read, me.institutionId)
      : await poolsOf(read, mine ? { institutionId: mine } : { region: me.region || '-' })
  const lines = await Promise.all(
    pools.map(async (pool) => ({
      pool,
      balances: await balancesOf(read, pool.bookId),
      lateFen: await lateFen(read, pool.id, today),
    })),
  )
  const form = me.role === 'bureau-head' ? (typed ?? openForm.filled(w, {}, await choicesOf(visit))) : null
  return poolsPage(w, lines, form, isFunder)
}

/** The terms that a pool can have, and who can run it. */
async function choicesOf({ w, parts, today }: SignedIn) {
  const policy = bridgePolicyCodesOn(parts.policies, today).flatMap((code) => {
    const on = bridgePolicyOn(parts.policies, code, today)
    return on.ok ? [{ value: code, label: `${on.policy.value.name[w.language]} · ${code}` }] : []
  })
  const houses = await poolHouses(parts.store.read)
  return {
    options: { policy, institution: houses.map(({ id, name }) => ({ value: id as string, label: name })) },
  }
}

async function showPools(visit: SignedIn): Promise<Answer> {
  return page('bridges/pools', await listed(visit))
}

async function opened(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body } = visit
  const choices = await choicesOf(visit)
  const again = async (form: ShownForm) => formAgain('bridges/pools', await listed(visit, form))
  const read = openForm.read(body)
  if (!read.ok) return again(openForm.again(w, read.typed, read.faults, choices))
  const { code, nameZh: zh, nameEn: en, policy: policyCode, institution } = read.value
  const house = choices.options.institution.find(({ value }) => value === institution)
  if (!house || !me.region)
    return again(openForm.again(w, read.value, { institution: { code: 'unknown-choice' } }, choices))
  const draft = { code, name: { zh, en }, policyCode, region: me.region }
  const outcome = await foundPool(parts, by, { ...draft, institutionId: house.value as Id<'institution'> })
  if (outcome.ok) return go(`/bridge-pools/${outcome.pool.id}`, 'bridges.pool-opened-flash')
  return again(openForm.refused(w, body, outcome.refusal, choices))
}

const poolAt = ({ me, parts, params }: SignedIn) => poolFor(parts.store.read, me, params.id ?? '')

/** What an agreement does not come about for, where it has to be asked again. */
type Dropping = { readonly id: Funding['id']; readonly form: ShownForm }

async function dataOf(visit: SignedIn, pool: Pool, typed?: ShownForm, dropping?: Dropping) {
  const { me, w, parts, today } = visit
  const { balances, calendar, figures, names, fundings, accountId } = await wholeOf(parts, pool, today)
  const isOperator = me.role === 'pool-operator'
  const on = termsOn(parts, pool, today)
  return poolPage(w, {
    ...{ pool, balances, calendar, fundings, names, today },
    late: lateNow(calendar, today),
    figures: figuresShown(w, figures),
    statementHref: accountId ? `/ledger/accounts/${accountId}` : null,
    form: isOperator ? (typed ?? fundingForm.filled(w, { agreedOn: today, plannedOn: today })) : null,
    booking:
      me.role === 'pool-cashier'
        ? ({ id, version }) =>
            bookingForm.filled(w, { bookedOn: today, version: String(version) }, { prefix: `${id}-` })
        : null,
    dropping: isOperator
      ? ({ id, version }) =>
          dropping?.id === id
            ? dropping.form
            : whyForm.filled(w, { version: String(version) }, { prefix: `drop-${id}-` })
      : null,
    chosen: dropping?.id ?? one(visit.query.agreement),
    by: on.ok ? on.version : null,
  })
}

/** What is out past its last day, and all that is out. */
function lateNow({ moving }: Calendar, today: Day): LateNow {
  const out = moving.filter(({ state }) => isOut(state))
  const late = out.filter(({ lastOn }) => lastOn !== null && lastOn < today)
  const sum = (of: typeof out) =>
    plus(noFen, ...of.map(({ amountFen, repaidFen }) => minus(amountFen, repaidFen)))
  return { count: late.length, fen: sum(late), outFen: sum(out) }
}

async function showFigures(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, today, params } = visit
  const { read } = parts.store
  const pool = await poolReportFor(read, me, params.id ?? '')
  const funder = me.role === 'treasury' ? me.institutionId : null
  const { calendar, figures, banks, often } = await wholeOf(parts, pool, today)
  const on = termsOn(parts, pool, today)
  if (!on.ok) throw new NotFound(pool.id)
  const shown = { pool, figures, banks, often, late: lateNow(calendar, today), by: on.version }
  const { marketRatePpmPerDay } = on.terms
  // A funder sees what its money did and nobody's name.
  const own = funder ? { fundings: await fundingsBy(read, pool.id, funder, 50) } : {}
  return page('bridges/figures', figuresPage(w, { ...shown, marketRatePpmPerDay, ...own }))
}

async function showPool(visit: SignedIn): Promise<Answer> {
  return page('bridges/pool', await dataOf(visit, await poolAt(visit)))
}

const mostDaysTried = 60

async function showCalendar(visit: SignedIn): Promise<Answer> {
  const { w, parts, query, today } = visit
  const pool = await poolAt(visit)
  const { calendar, names, drawings } = await wholeOf(parts, pool, today)
  const [late, typed] = [one(query.late), one(query.days) || '5']
  const days = /^\d{1,2}$/.test(typed) ? Math.min(Number(typed), mostDaysTried) : 5
  const bridge = isId<'bridge'>(late) ? calendar.moving.find(({ id }) => id === late) : undefined
  const tried = bridge
    ? { bridge, days, calendar: await calendarOf(parts, pool, today, new Map([[bridge.id, days]])) }
    : null
  const asked = { late, days: String(days), isEveryDay: one(query.all) === 'yes' }
  const chart = await (tried ? calendarChart(w, tried.calendar.found) : drawings(w, calendarChart))
  return page('bridges/calendar', calendarPage(w, { pool, calendar, names, tried, asked, chart }))
}

async function agreed(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const pool = await poolAt(visit)
  const again = async (form: ShownForm) => formAgain('bridges/pool', await dataOf(visit, pool, form))
  const read = fundingForm.read(body)
  if (!read.ok) return again(fundingForm.again(w, read.typed, read.faults))
  const { fundedFen: amountFen, ...rest } = read.value
  const outcome = await agree(parts, by, pool.id, { ...rest, amountFen })
  if (outcome.ok) return go(`/bridge-pools/${pool.id}`, 'bridges.funding-agreed-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, `/bridge-pools/${pool.id}`)
  return again(fundingForm.refused(w, body, outcome.refusal))
}

async function booked(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, body, params } = visit
  const { funding, pool } = await fundingFor(parts.store.read, me, params.id ?? '')
  const back = `/bridge-pools/${pool.id}`
  const read = bookingForm.read(body)
  const outcome = read.ok
    ? await book(parts, by, funding.id, Number(read.value.version), read.value.bookedOn)
    : ({ ok: false, refusal: { code: 'bridge-day-ahead' } } as const)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'bridges.funding-booked-flash')
}

async function dropped(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, body, params } = visit
  const { funding, pool } = await fundingFor(parts.store.read, me, params.id ?? '')
  const back = `/bridge-pools/${pool.id}`
  const read = whyForm.read(body)
  if (!read.ok) {
    const form = whyForm.again(visit.w, read.typed, read.faults, { prefix: `drop-${funding.id}-` })
    return formAgain('bridges/pool', await dataOf(visit, pool, undefined, { id: funding.id, form }))
  }
  const outcome = await drop(parts, by, funding.id, Number(read.value.version), read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'bridges.funding-dropped-flash')
}
