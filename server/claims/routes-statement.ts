import { bureauRoles } from '../accounts/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, get, NotFound, page, printed, routes, type SignedIn } from '../web.ts'
import { periodForm } from './forms.ts'
import { nameOf } from './pages-settlements.ts'
import { noStatementPage, statementPage } from './pages-statement.ts'
import { settlers } from './parts.ts'
import * as rows from './rows-settlements.ts'
import { statementOf } from './statement.ts'

/** 对账单: everybody who shares has his own; a bureau reads and prints that of each, as far as the firms are its own. */
export const statementRoutes = routes(
  get('/settlements/statement', settlers, (visit) => answered(visit, ownOf(visit), page)),
  get('/settlements/statement/print', settlers, (visit) => answered(visit, ownOf(visit), printed)),
  get('/bureau/statements', bureauRoles, (visit) => ofPlace(visit, page)),
  get('/bureau/statements/print', bureauRoles, (visit) => ofPlace(visit, printed)),
)

type Sharer = Awaited<ReturnType<typeof rows.sharersIn>>[number]
type Whose = {
  readonly id: Sharer['id']
  /** Where it stands, and what a bureau may choose; only what is of firms of its place. */
  readonly at: string
  readonly region: string
  readonly choices: readonly Sharer[]
}
type Show = typeof page | typeof printed

const ownOf = ({ me }: SignedIn): Whose => ({
  id: present(me.institutionId, 'the institution of its own people'),
  ...{ at: '/settlements/statement', region: '', choices: [] },
})

/** The statement that a bureau asks for; without a choice that of the first who shares in its place. */
async function ofPlace(visit: SignedIn, show: Show): Promise<Answer> {
  const { me, w, parts, query } = visit
  const region = present(me.region, 'the place of a bureau')
  const choices = await rows.sharersIn(parts.store.read, region)
  const [first] = choices
  if (!first) return page('claims/no-statement', noStatementPage(w))
  const asked = one(query.institution)
  const found = asked === '' ? first : choices.find(({ id }) => id === asked)
  if (!found) throw new NotFound(`statement ${asked}`)
  return answered(visit, { id: found.id, at: '/bureau/statements', region, choices }, show)
}

/** The period that was asked for; without one, this year until today. What is wrong is kept as typed, with its words. */
function periodOf({ w, query, today }: SignedIn) {
  const usual = { from: day(`${today.slice(0, 4)}-01-01`), to: today }
  const typed = { from: one(query.from) || usual.from, to: one(query.to) || usual.to }
  const read = periodForm.read(typed)
  if (!read.ok) return { period: usual, shown: periodForm.again(w, typed, read.faults) }
  const { from, to } = read.value
  const wrong =
    to > today
      ? { code: 'day-ahead', field: 'to' }
      : from > to
        ? { code: 'statement-period', field: 'from' }
        : null
  return wrong
    ? { period: usual, shown: periodForm.refused(w, typed, wrong) }
    : { period: { from, to }, shown: periodForm.filled(w, { from, to }) }
}

async function stated(visit: SignedIn, { id, at, region, choices }: Whose) {
  const { w, parts } = visit
  const { read } = parts.store
  const { period, shown } = periodOf(visit)
  const settlements = (await rows.settlementsUntil(read, id, period.to, region)).map((row) => {
    const { settlement, kind, guaranteeNumber, firm, arisenBookedOn } = row
    const owes = settlement.fromId === id
    const { number, amountFen, arisenOn, dueOn, settledOn, bookedOn, state } = settlement
    return {
      ...{ number, amountFen, arisenOn, dueOn, settledOn, arisenBookedOn, bookedOn, state, kind },
      ...{ guaranteeNumber, firm },
      direction: owes ? ('owes' as const) : ('owed' as const),
      other: nameOf(w, row, owes ? 'to' : 'from'),
    }
  })
  const parted = (await rows.partsBetween(read, id, period.from, period.to, region)).map(
    ({ event, part, ...row }) => ({
      ...{ ...row, on: event.on, kind: event.kind, party: part.party },
      ...{ borneFen: part.borneFen, returnedFen: part.returnedFen },
    }),
  )
  const institution = present(await institutionOf(read, id), 'an institution')
  return statementPage(w, {
    ...{ name: institution.name, period, statement: statementOf(period, settlements, parted) },
    ...{ shown, at, choices, id },
  })
}

/** What was asked wrong is no paper: it comes back on the screen, to be mended. */
async function answered(visit: SignedIn, whose: Whose, show: Show): Promise<Answer> {
  const shown = await stated(visit, whose)
  if (shown.filters.errors.length) return page('claims/statement', shown, 422)
  return show === page ? page('claims/statement', shown) : printed('claims/statement-print', shown)
}
