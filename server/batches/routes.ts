import { arrangementOn } from '../arrangements/index.ts'
import { trailOf } from '../audit/index.ts'
import { guaranteedArrangements } from '../guarantees/shares.ts'
import { allBanks, institutionOf } from '../institutions/index.ts'
import { plusMonths } from '../money/day.ts'
import { fen, showYuan } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { Faults, ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { agreementForm, answerForm, whyForm } from './forms.ts'
import { agreementPage, formPage, listPage } from './pages.ts'
import { batchFor, batchReaders, whoseOf } from './parts.ts'
import * as rows from './rows.ts'

const managers = ['guarantor-manager', 'bank-manager'] as const

export const batchRoutes = routes(
  get('/batches', batchReaders, showList),
  get('/batches/new', ['guarantor-manager'], showNew),
  post('/batches', ['guarantor-manager'], propose),
  get('/batches/:id', batchReaders, showAgreement),
  get('/batches/:id/answer', ['bank-manager'], showAnswer),
  post('/batches/:id/answer', ['bank-manager'], answer),
  get('/batches/:id/ending', managers, showEnding),
  post('/batches/:id/ending', managers, end),
)

const agreementOf = ({ me, parts, params }: SignedIn) => batchFor(parts.store.read, me, params.id ?? '')

async function showList({ me, w, parts, query, path }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const number = pageNumber(query.page)
  const found = await rows.agreementsOf(read, whoseOf(me), perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  const names = new Map((await allBanks(read)).map(({ id, shortName }) => [String(id), shortName]))
  return page('batches/list', listPage(w, me, shown, names, pager))
}

/** The banks in business, and the arrangements of the day in which a guarantor shares. */
async function showing({ w, parts, today }: SignedIn) {
  const banks = await allBanks(parts.store.read)
  const arrangements = guaranteedArrangements(parts.policies, today).map(({ code, name }) => ({
    ...{ value: code, label: name[w.language] },
  }))
  return {
    options: {
      bankId: banks.map(({ id, name }) => ({ value: String(id), label: name })),
      arrangement: arrangements,
    },
  }
}

/** What policy allows at most, above the form. */
function notes({ w, parts, today }: SignedIn) {
  const found = actions.boundsOn(parts, '4321', today)
  if (!found.ok) return {}
  const values = { max: showPercent(found.bounds.ceilingPpm), fee: showPercent(found.bounds.feePpm) }
  return { note: w('batches.bounds', values), noteBy: found.versions }
}

async function showNew(visit: SignedIn): Promise<Answer> {
  const { w, today } = visit
  const values = { arrangement: '4321', startsOn: today, endsOn: plusMonths(today, 12), feePpm: ppm(8_000) }
  const shown = agreementForm.filled(w, values, await showing(visit))
  return page('batches/form', { ...formPage(w, 'new', null, shown), ...notes(visit) })
}

async function propose(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const options = await showing(visit)
  const again = (shown: ShownForm) =>
    formAgain('batches/form', { ...formPage(w, 'new', null, shown), ...notes(visit) })
  const read = agreementForm.read(body)
  if (!read.ok) return again(agreementForm.again(w, read.typed, read.faults, options))
  const { bankId, words, ...terms } = read.value
  if (!isId<'institution'>(bankId)) throw new Refusing({ code: 'no-such-bank' }, '/batches/new')
  const outcome = await actions.proposeAgreement(parts, by, { ...terms, bankId, words: words ?? '' })
  if (outcome.ok) return go(`/batches/${outcome.agreement.id}`, 'batches.proposed-flash')
  return again(
    outcome.faults?.length
      ? agreementForm.again(w, Object(body), faultsFrom(outcome.faults), options)
      : agreementForm.refused(w, body, outcome.refusal, options),
  )
}

/** Each fault beside its field, with limits in the unit that the field is typed in. */
const faultsFrom = (faults: readonly Refusal[]): Faults =>
  Object.fromEntries(
    faults.map(({ code, field = '', values = {} }) => {
      const shown = Object.entries(values).map(([name, value]) => [
        name,
        name.endsWith('Fen') ? showYuan(fen(Number(value))) : showPercent(ppm(Number(value))),
      ])
      return [field, { code: `refusal:${code}`, values: Object.fromEntries(shown) }]
    }),
  )

async function showAgreement(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, today, query, path } = visit
  const { read } = parts.store
  const agreement = await agreementOf(visit)
  const at = { letters: pageNumber(query.page), filings: pageNumber(query.filings) }
  const under = await rows.guaranteesUnder(read, agreement.id, perPage + 1, (at.letters - 1) * perPage)
  const sent = await rows.filingsOf(read, agreement.id, perPage + 1, (at.filings - 1) * perPage)
  const nameOf = async (id: rows.Agreement['bankId']) =>
    present(await institutionOf(read, id), 'a side of an agreement').name
  const found = arrangementOn(parts.policies, agreement.arrangement, today)
  return page(
    'batches/agreement',
    agreementPage(w, me, today, {
      agreement,
      guarantor: await nameOf(agreement.guarantorId),
      bank: await nameOf(agreement.bankId),
      arrangement: found.ok ? found.policy.value.name[w.language] : agreement.arrangement,
      used: await rows.usedOf(read, agreement.id),
      guarantees: paged(under, at.letters, path, query),
      filings: paged(sent, at.filings, path, query, 'filings'),
      trail: await trailOf(read, 'batch-agreement', agreement.id),
    }),
  )
}

async function showAnswer(visit: SignedIn): Promise<Answer> {
  const agreement = await agreementOf(visit)
  if (agreement.state !== 'proposed') return go(`/batches/${agreement.id}`)
  return page('batches/form', formPage(visit.w, 'answer', agreement, answerForm.filled(visit.w, {})))
}

async function answer(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const agreement = await agreementOf(visit)
  const again = (shown: ShownForm) => formAgain('batches/form', formPage(w, 'answer', agreement, shown))
  const read = answerForm.read(body)
  if (!read.ok) return again(answerForm.again(w, read.typed, read.faults))
  const given = { answer: read.value.answer, words: read.value.words ?? '' }
  const outcome = await actions.answerAgreement(parts, by, agreement, given)
  if (outcome.ok) return go(`/batches/${agreement.id}`, `batches.${given.answer}-flash`)
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, `/batches/${agreement.id}`)
  return again(answerForm.refused(w, body, outcome.refusal))
}

async function showEnding(visit: SignedIn): Promise<Answer> {
  const agreement = await agreementOf(visit)
  return page('batches/form', formPage(visit.w, 'ending', agreement, whyForm.filled(visit.w, {})))
}

async function end(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const agreement = await agreementOf(visit)
  const read = whyForm.read(body)
  if (!read.ok)
    return formAgain(
      'batches/form',
      formPage(w, 'ending', agreement, whyForm.again(w, read.typed, read.faults)),
    )
  // A bank's manager ends what runs; what waits for its answer it answers.
  if (agreement.state === 'proposed' && visit.me.role === 'bank-manager')
    throw new Refusing({ code: 'agreement-moved' }, `/batches/${agreement.id}`)
  const outcome = await actions.endAgreement(parts, by, agreement, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/batches/${agreement.id}`)
  return go(`/batches/${agreement.id}`, 'batches.ended-flash')
}
