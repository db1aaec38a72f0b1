import { bureauRoles } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { type Day, isDay } from '../money/day.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, type Anyone, get, NotFound, page, post, routes } from '../web.ts'
import { dayForm } from './forms.ts'
import { known, listPage } from './pages.ts'
import { type Inside, policyPage } from './pages-policy.ts'
import { mayPropose, maySeeProposals } from './parts.ts'
import * as calendar from './routes-calendar.ts'
import * as proposals from './routes-proposals.ts'
import * as rows from './rows.ts'

const heads = ['bureau-head'] as const

/** What everybody may read, and what the bureau does about it. */
export const policyRoutes = routes(
  get('/policies', 'public', showList),
  get('/policies/calendar', 'public', calendar.showYears),
  get('/policies/calendar/import', heads, calendar.showImport),
  post('/policies/calendar/import', heads, calendar.importYear),
  get('/policies/proposals', bureauRoles, proposals.showAll),
  get('/policies/proposals/:id', bureauRoles, proposals.showOne),
  post('/policies/proposals/:id/approval', bureauRoles, proposals.approve),
  post('/policies/proposals/:id/rejection', bureauRoles, proposals.reject),
  post('/policies/proposals/:id/withdrawal', bureauRoles, proposals.withdraw),
  get('/policies/new/:family', heads, proposals.showNew),
  post('/policies/new/:family', heads, proposals.proposeNew),
  get('/policies/:code', 'public', showPolicy),
  get('/policies/:code/proposals/new', heads, proposals.showNext),
  post('/policies/:code/proposals', heads, proposals.proposeNext),
)

async function showList({ w, me, parts, query, today }: Anyone): Promise<Answer> {
  const read = dayForm.read({ on: query.on })
  const waiting = maySeeProposals(me) ? await rows.countOpenProposals(parts.store.read) : null
  const faults = read.ok ? [] : dayForm.again(w, read.typed, read.faults).errors
  return page(
    'policies/list',
    listPage(w, {
      rows: parts.policies.rows,
      on: (read.ok ? read.value.on : null) ?? today,
      today,
      faults,
      mayPropose: mayPropose(me),
      waiting,
    }),
    read.ok ? 200 : 422,
  )
}

/** The day asked for; what is no day is today. */
const dayAsked = (query: Anyone['query'], today: Day): Day => {
  const typed = one(query.on)
  return isDay(typed) ? typed : today
}

async function showPolicy({ w, me, parts, params, query, today }: Anyone): Promise<Answer> {
  const code = params.code ?? ''
  const all = parts.policies.rows
  if (!known(all, code)) throw new NotFound(code)
  const from = parts.store.read
  const proposed = await rows.proposalsOf(from, code)
  const inside: Inside | null = maySeeProposals(me)
    ? {
        names: await rows.namesOf(from, proposed),
        open: proposed.find(({ state }) => state === 'open') ?? null,
        trail: await trailOf(from, 'policy', code),
      }
    : null
  const version = Number(one(query.version))
  return page(
    'policies/policy',
    policyPage(w, {
      rows: all,
      code,
      today,
      on: dayAsked(query, today),
      version: Number.isInteger(version) && version > 0 ? version : null,
      mayPropose: mayPropose(me),
      inside,
      proposals: proposed,
    }),
  )
}
