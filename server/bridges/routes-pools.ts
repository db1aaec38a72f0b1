import { bureauRoles, isOneOf, poolRoles } from '../accounts/index.ts'
import { noFen, plus } from '../money/fen.ts'
import { isId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { agree, book, drop } from './actions-pools.ts'
import { isOut } from './bridge.ts'
import { bookingForm, fundingForm, stepForm } from './forms.ts'
import { figuresShown } from './pages-figures.ts'
import { calendarPage, poolPage, poolsPage } from './pages-pools.ts'
import { fundingFor, poolFor } from './parts.ts'
import { calendarOf } from './parts-forecast.ts'
import { figuresOf } from './rows-figures.ts'
import { accountIdOf, firmNames } from './rows-lists.ts'
import { balancesOf, fundingsOf, type Pool, poolsOf } from './rows-pools.ts'

const readers = [...poolRoles, ...bureauRoles] as const

export const bridgePoolRoutes = routes(
  get('/bridge-pools', readers, showPools),
  get('/bridge-pools/:id', readers, showPool),
  get('/bridge-pools/:id/calendar', readers, showCalendar),
  post('/bridge-pools/:id/fundings', ['pool-operator'], agreed),
  post('/bridge-fundings/:id/booking', ['pool-cashier'], booked),
  post('/bridge-fundings/:id/dropping', ['pool-operator'], dropped),
)

async function showPools({ me, w, parts }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const mine = isOneOf(me, poolRoles) && me.institutionId
  const pools = await poolsOf(read, mine ? { institutionId: mine } : { region: me.region || '-' })
  const lines = await Promise.all(
    pools.map(async (pool) => ({ pool, balances: await balancesOf(read, pool.bookId) })),
  )
  return page('bridges/pools', poolsPage(w, lines))
}

const poolAt = ({ me, parts, params }: SignedIn) => poolFor(parts.store.read, me, params.id ?? '')

async function dataOf(visit: SignedIn, pool: Pool, typed?: ShownForm) {
  const { me, w, parts, today } = visit
  const { read } = parts.store
  const [balances, calendar, fundings, figures, accountId, names] = await Promise.all([
    balancesOf(read, pool.bookId),
    calendarOf(parts, pool, today),
    fundingsOf(read, pool.id, 50),
    figuresOf(read, pool, today),
    accountIdOf(read, pool.bookId, 'cash-free'),
    firmNames(read, pool.id),
  ])
  const late = calendar.moving.filter(
    ({ state, lastOn }) => isOut(state) && lastOn !== null && lastOn < today,
  )
  const isOperator = me.role === 'pool-operator'
  return poolPage(w, {
    ...{ pool, balances, calendar, fundings, names, today },
    late: { count: late.length, fen: plus(noFen, ...late.map(({ amountFen }) => amountFen)) },
    figures: figuresShown(w, figures),
    statementHref: accountId ? `/ledger/accounts/${accountId}` : null,
    form: isOperator ? (typed ?? fundingForm.filled(w, { agreedOn: today, plannedOn: today })) : null,
    booking:
      me.role === 'pool-cashier'
        ? ({ id, version }) =>
            bookingForm.filled(w, { bookedOn: today, version: String(version) }, { prefix: `${id}-` })
        : null,
    mayDrop: isOperator,
  })
}

async function showPool(visit: SignedIn): Promise<Answer> {
  return page('bridges/pool', await dataOf(visit, await poolAt(visit)))
}

const mostDaysTried = 60

async function showCalendar(visit: SignedIn): Promise<Answer> {
  const { w, parts, query, today } = visit
  const pool = await poolAt(visit)
  const calendar = await calendarOf(parts, pool, today)
  const [late, typed] = [one(query.late), one(query.days) || '5']
  const days = /^\d{1,2}$/.test(typed) ? Math.min(Number(typed), mostDaysTried) : 5
  const bridge = isId<'bridge'>(late) ? calendar.moving.find(({ id }) => id === late) : undefined
  const tried = bridge
    ? { bridge, days, calendar: await calendarOf(parts, pool, today, new Map([[bridge.id, days]])) }
    : null
  const names = await firmNames(parts.store.read, pool.id)
  const asked = { late, days: String(days) }
  return page('bridges/calendar', calendarPage(w, { pool, calendar, names, tried, asked }))
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
  const read = stepForm.read(body)
  const outcome = read.ok ? await drop(parts, by, funding.id, Number(read.value.version), '—') : null
  if (!outcome) throw new Refusing({ code: 'stale' }, back)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'bridges.funding-dropped-flash')
}
