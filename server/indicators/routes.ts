import { bureauRoles, guarantorRoles, isOneOf, type Role } from '../accounts/index.ts'
import { asOfTyped } from '../exposures/index.ts'
import { reservesOn } from '../guarantees/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { one } from '../platform/web/paging.ts'
import { guaranteeFocusShape } from '../policies/guarantee-rules.ts'
import { stopRuleShape } from '../stop-lines/rule.ts'
import { type Answer, get, NotFound, page, printed, routes, type SignedIn } from '../web.ts'
import { figuresOf } from './indicator.ts'
import { monthAsked } from './month.ts'
import { indicatorsPage, refusedFigures } from './pages.ts'
import { type MonthModel, monthPage, refusedMonth } from './pages-month.ts'
import * as rows from './rows.ts'

const readers: readonly Role[] = [...guarantorRoles, ...bureauRoles, 'reguarantor']

export const indicatorRoutes = routes(
  get('/indicators', readers, showFigures),
  get('/indicators/month', readers, showMonth),
  get('/indicators/month/print', readers, printMonth),
)

/** Whose figures: a guarantor's own; the bureau and the provincial group choose one. */
async function chosen({ me, parts, query }: SignedIn) {
  const { read } = parts.store
  if (isOneOf(me, guarantorRoles)) {
    const own = present(await institutionOf(read, present(me.institutionId, 'an institution')), 'a guarantor')
    return { id: own.id, name: own.name, choices: [] }
  }
  const all = await rows.guarantorsOf(read, (me.region ?? '').slice(0, 4))
  const asked = one(query.guarantor)
  const found = asked ? all.find(({ id }) => id === asked) : all[0]
  if (asked && !found) throw new NotFound(`guarantor ${asked}`)
  return {
    id: found?.id ?? ('' as Id<'institution'>),
    name: found?.name ?? '',
    choices: all.map(({ id, name }) => ({ value: id as string, label: name })),
  }
}

/** The day as of which figures are asked, as it was typed. */
const dayOf = ({ query, parts, today }: SignedIn) => asOfTyped(parts.store.read, one(query.on), today)

async function showFigures(visit: SignedIn): Promise<Answer> {
  const { w, parts, query, today } = visit
  const whose = await chosen(visit)
  const day = await dayOf(visit)
  if (!day.ok)
    return page('indicators/list', refusedFigures(w, whose, one(query.on), today, day.refusal), 422)
  const on = day.asOf
  const focus = parts.policies.read('guarantee-focus', on, guaranteeFocusShape)
  const stop = parts.policies.read('stop-line', on, stopRuleShape)
  const sums = await rows.sumsOn(parts.store.read, whose.id, on, focus.value.smallTicketFen)
  const figures = figuresOf(sums, {
    ...{ smallAndFarmingPpm: focus.value.smallAndFarmingPpm, smallTicketPpm: focus.value.smallTicketPpm },
    ...{ warnPpm: stop.value.guarantorWarnPpm, stopPpm: stop.value.guarantorStopPpm },
  })
  return page(
    'indicators/list',
    indicatorsPage(w, {
      ...{ ...whose, on, today, sums, figures },
      versions: [stop.version, focus.version],
    }),
  )
}

/**
 * The month that is asked for, until its last day or the day as of which it is asked, as it was known on that day; and as it
 * was known when it ended, where something may have come late.
 */
async function monthData(visit: SignedIn): Promise<{ readonly ok: boolean; readonly model: MonthModel }> {
  const { w, parts, query, today } = visit
  const { read } = parts.store
  const whose = await chosen(visit)
  const typed = { month: one(query.month), on: one(query.on) }
  const day = await dayOf(visit)
  const asked = day.ok ? monthAsked(typed.month, day) : day
  if (!day.ok || !asked.ok) {
    const refusal = asked.ok ? null : asked.refusal
    return { ok: false, model: refusedMonth(w, whose, typed, today, present(refusal, 'a refusal')) }
  }
  const { month, first, last } = asked
  const span = { first, last, knownOn: day.asOf }
  const sums = await rows.monthOf(read, whose.id, span)
  const ended = last < day.asOf ? await rows.monthOf(read, whose.id, { ...span, knownOn: last }) : null
  const reserves = await reservesOn(parts, whose.id, last, day.asOf)
  return { ok: true, model: monthPage(w, { ...whose, month, last, day, today, sums, ended, reserves }) }
}

async function showMonth(visit: SignedIn): Promise<Answer> {
  const { ok, model } = await monthData(visit)
  return page('indicators/month', model, ok ? 200 : 422)
}

async function printMonth(visit: SignedIn): Promise<Answer> {
  const { ok, model } = await monthData(visit)
  return printed('indicators/month-print', model, ok ? 200 : 422)
}
