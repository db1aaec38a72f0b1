import { guaranteedFor } from '../claims/index.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  mend,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { standingOf, takeBackRecovery } from './actions-taking-back.ts'
import { takingBackForm } from './forms.ts'
import { takingBackPage } from './pages-taking-back.ts'
import * as rows from './rows.ts'
import { checkTakingBack } from './taking-back.ts'

export const takingBackRoutes = routes(
  get('/recoveries/:id/taking-back', ['guarantor-manager'], show),
  post('/recoveries/:id/taking-back', ['guarantor-manager'], takeBack),
)

/** The recovery, as far as the guarantee is this person's. */
async function found({ me, parts, params }: SignedIn) {
  const id = params.id ?? ''
  const one = isId<'recovery'>(id) ? await rows.recoveryById(parts.store.read, id) : null
  if (!one) throw new NotFound(`recovery ${id}`)
  return { recovery: one, of: await guaranteedFor(parts.store.read, me, one.guaranteeId) }
}

async function dataOf(
  visit: SignedIn,
  { recovery, of }: Awaited<ReturnType<typeof found>>,
  shown: ShownForm,
) {
  const { me, w, parts } = visit
  const { standing, settlements } = await standingOf(parts.store.read, recovery)
  const may = checkTakingBack(standing, me.id)
  const who = (await rows.recoveriesOf(parts.store.read, recovery.guaranteeId)).find(
    (one) => one.recovery.id === recovery.id,
  )?.who
  return takingBackPage(w, {
    ...{ recovery, of, shown, settlements, who: present(who, 'who recorded a recovery') },
    refusal: may.ok ? null : may.refusal,
  })
}

async function show(visit: SignedIn): Promise<Answer> {
  return page(
    'recoveries/taking-back',
    await dataOf(visit, await found(visit), takingBackForm.filled(visit.w, {})),
  )
}

async function takeBack(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const one = await found(visit)
  const back = `/guarantees/${one.recovery.guaranteeId}/recovery`
  const again = async (shown: ShownForm) =>
    formAgain('recoveries/taking-back', await dataOf(visit, one, shown))
  const read = takingBackForm.read(body)
  if (!read.ok) return again(takingBackForm.again(w, read.typed, read.faults))
  const outcome = await takeBackRecovery(parts, by, one.recovery.id, read.value.why)
  if (outcome.ok) return go(back, 'recoveries.taken-back-flash')
  if (outcome.refusal.field === undefined) throw new Refusing(outcome.refusal, back)
  const refused = await again(takingBackForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, back, () => refused)
}
