import type { Faults, ShownForm, Typed } from '../platform/web/forms.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, type Anyone, go, mend, page, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { calendarCode, calendarShape, readCalendarLines } from './calendar.ts'
import { calendarCheckForm, calendarForm, faultsAt } from './forms.ts'
import { type DryRun, importPage, missingYear, pasted, yearsPage } from './pages-calendar.ts'
import { mayPropose, proposer } from './parts.ts'
import { newestOf } from './proposal.ts'

export function showYears({ w, me, parts, today }: Anyone): Answer {
  return page('policies/calendar', yearsPage(w, parts.policies, today, mayPropose(me)))
}

export function showImport({ me, w, parts, query, today }: SignedIn): Answer {
  proposer(me)
  const typed = Number(one(query.year))
  const year =
    Number.isInteger(typed) && typed >= 2000 && typed <= 2999 ? typed : missingYear(parts.policies, today)
  const newest = newestOf(parts.policies.rows, calendarCode(year))
  const read = calendarShape.safeParse(newest?.value)
  const shown = calendarForm.filled(w, {
    year,
    days: read.success ? pasted(read.data) : '',
    source: newest?.source ?? w('policies.calendar-source', { year }),
    certainty: 'stated',
    base: `${year}-${newest?.version ?? 0}`,
  })
  return importAnswer(w, shown, null)
}

const importAnswer = (w: SignedIn['w'], shown: ShownForm, dryRun: DryRun | null): Answer =>
  page('policies/import', importPage(w, shown, dryRun), shown.errors.length ? 422 : 200)

/** Checks what was pasted, line by line, and proposes it when that was asked and nothing is wrong. */
export async function importYear(visit: SignedIn): Promise<Answer> {
  const { me, w, body } = visit
  proposer(me)
  const typed = typedOf(body)
  if (typed.step !== 'propose') return dryRunAnswer(w, typed)
  const read = calendarForm.read(body)
  if (!read.ok) return importAnswer(w, calendarForm.again(w, read.typed, read.faults), null)
  const { dryRun, faults } = tried(read.value.days, read.value.year)
  if (faults) return importAnswer(w, calendarForm.again(w, typed, faults), dryRun)
  return proposeYear(visit, read.value, dryRun)
}

function dryRunAnswer(w: SignedIn['w'], typed: Typed): Answer {
  const read = calendarCheckForm.read(typed)
  if (!read.ok) return importAnswer(w, calendarForm.again(w, read.typed, read.faults), null)
  const { dryRun, faults } = tried(read.value.days, read.value.year)
  return importAnswer(w, calendarForm.again(w, typed, faults ?? {}), dryRun)
}

/** The lines as they were read, and what the form says of them. */
function tried(days: string, year: number): { readonly dryRun: DryRun; readonly faults: Faults | null } {
  const { value, faults, whole } = readCalendarLines(days, year)
  const dryRun = { value, faults, fine: faults.length === 0 && whole === null }
  if (dryRun.fine) return { dryRun, faults: null }
  const fault = whole
    ? { code: `refusal:${whole.code}`, values: whole.values ?? {} }
    : { code: 'refusal:calendar-lines-wrong', values: { count: faults.length } }
  return { dryRun, faults: { days: fault } }
}

type Year = Extract<ReturnType<typeof calendarForm.read>, { ok: true }>['value']

async function proposeYear({ w, parts, by, body }: SignedIn, asked: Year, dryRun: DryRun): Promise<Answer> {
  const { year, source, certainty, why, base } = asked
  const code = calendarCode(year)
  const [baseYear, baseVersion] = (base ?? '').split('-').map(Number)
  const newest = newestOf(parts.policies.rows, code)?.version ?? 0
  const proposed = {
    ...{ code, source, certainty, value: dryRun.value, effectiveFrom: null, effectiveTo: null },
    baseVersion: baseYear === year && baseVersion !== undefined ? baseVersion : newest,
  }
  const outcome = await actions.propose(parts, by, proposed, why)
  if (outcome.ok) return go(`/policies/proposals/${outcome.proposal.id}`, 'policies.proposed-flash')
  return mend(outcome.refusal, '/policies/calendar', () => {
    const refusals = outcome.faults?.length ? outcome.faults : [outcome.refusal]
    const faults = faultsAt(calendarForm.names, refusals)
    return importAnswer(w, calendarForm.again(w, typedOf(body), faults), dryRun)
  })
}

const typedOf = (body: unknown): Typed =>
  typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {}
