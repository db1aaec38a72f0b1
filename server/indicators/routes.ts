import { bureauRoles, guarantorRoles, isOneOf, type Role } from '../accounts/index.ts'
import { reservesOn } from '../guarantees/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { type Day, day, isDay, plusDays, plusMonths } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { one } from '../platform/web/paging.ts'
import { guaranteeFocusShape } from '../policies/guarantee-rules.ts'
import { stopRuleShape } from '../stop-lines/rule.ts'
import { type Answer, get, NotFound, page, printed, routes, type SignedIn } from '../web.ts'
import { figuresOf } from './indicator.ts'
import { indicatorsPage, monthPage } from './pages.ts'
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

/** No figure is of a day to come. */
const dayOf = ({ query, today }: SignedIn): Day => {
  const asked = one(query.on)
  return isDay(asked) && asked < today ? asked : today
}

async function showFigures(visit: SignedIn): Promise<Answer> {
  const { w, parts, today } = visit
  const { id, name, choices } = await chosen(visit)
  const on = dayOf(visit)
  const focus = parts.policies.read('guarantee-focus', on, guaranteeFocusShape)
  const stop = parts.policies.read('stop-line', on, stopRuleShape)
  const sums = await rows.sumsOn(parts.store.read, id, on, focus.value.smallTicketFen)
  const figures = figuresOf(sums, {
    ...{ smallAndFarmingPpm: focus.value.smallAndFarmingPpm, smallTicketPpm: focus.value.smallTicketPpm },
    ...{ warnPpm: stop.value.guarantorWarnPpm, stopPpm: stop.value.guarantorStopPpm },
  })
  return page(
    'indicators/list',
    indicatorsPage(w, {
      ...{ name, on, today, sums, figures, choices, chosen: id, month: on.slice(0, 7) },
      versions: [stop.version, focus.version],
    }),
  )
}

async function monthData(visit: SignedIn) {
  const { w, parts, query, today } = visit
  const { id, name, choices } = await chosen(visit)
  const asked = one(query.month)
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) && `${asked}-01` <= today ? asked : today.slice(0, 7)
  const first = day(`${month}-01`)
  const end = plusDays(plusMonths(first, 1), -1)
  const last = end < today ? end : today
  const sums = await rows.monthOf(parts.store.read, id, first, last)
  const reserves = await reservesOn(parts, id, last)
  return monthPage(w, { name, month, last, sums, reserves, choices, chosen: id })
}

async function showMonth(visit: SignedIn): Promise<Answer> {
  return page('indicators/month', await monthData(visit))
}

async function printMonth(visit: SignedIn): Promise<Answer> {
  return printed('indicators/month-print', await monthData(visit))
}
