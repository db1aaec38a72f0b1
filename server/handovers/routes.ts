import { present } from '../platform/assert.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, formAgain, get, go, mend, page, post, routes, type SignedIn } from '../web.ts'
import { handOver } from './actions.ts'
import { handoverForm } from './forms.ts'
import { deskOptions, handoversPage } from './pages.ts'
import { desksOf, handoversOf } from './rows.ts'

export const handoverRoutes = routes(
  get('/handovers', ['bank-manager'], showHandovers),
  post('/handovers', ['bank-manager'], makeHandover),
)

type Showing = ReturnType<typeof deskOptions>

async function dataFor(visit: SignedIn, formOf: (showing: Showing) => ShownForm) {
  const { me, w, parts, today } = visit
  const bank = present(me.institutionId, 'the bank of its own manager')
  const desks = await desksOf(parts.store.read, bank, today)
  const past = await handoversOf(parts.store.read, bank)
  return handoversPage(w, desks, past, formOf(deskOptions(w, desks)))
}

async function showHandovers(visit: SignedIn): Promise<Answer> {
  const { w } = visit
  return page('handovers/list', await dataFor(visit, (showing) => handoverForm.filled(w, {}, showing)))
}

async function makeHandover(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const again = async (formOf: (showing: Showing) => ShownForm) =>
    formAgain('handovers/list', await dataFor(visit, formOf))
  const read = handoverForm.read(body)
  if (!read.ok) return again((showing) => handoverForm.again(w, read.typed, read.faults, showing))
  const outcome = await handOver(parts.store, by, read.value)
  if (outcome.ok) return go('/handovers', 'handovers.made-flash')
  const { refusal } = outcome
  const refused = await again((showing) => handoverForm.refused(w, body, refusal, showing))
  return mend(refusal, '/handovers', () => refused)
}
