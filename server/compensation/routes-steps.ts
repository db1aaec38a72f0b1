import { asking, sureOf, unasked } from '../claims/index.ts'
import { inYuan } from '../loans/index.ts'
import { noFen } from '../money/fen.ts'
import type { Outcome, Refusal } from '../platform/outcome.ts'
import type { Faults, Reading, Showing, ShownForm, Typed } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { type Answer, formAgain, go, mend, NotFound, Refusing, type SignedIn } from '../web.ts'
import { bookRecovery, payClaim, refuseRecovery, reportRecovery } from './actions-paying.ts'
import { approveClaim, refuseClaim, returnClaim } from './actions-review.ts'
import { answerForm, bookingForm, decisionForm, paymentForm, recoveryForm } from './forms.ts'
import type { ClaimForms } from './pages-claim.ts'
import { claimFor } from './parts.ts'
import { dataOf } from './parts-page.ts'
import { recoveryById, type ShownClaim } from './rows.ts'

const found = ({ me, parts, params }: SignedIn) => claimFor(parts.store.read, me, params.id ?? '')

/** A form as a step knows it, whatever it asks. */
type Asks<Value> = {
  read(body: unknown): Reading<Value>
  again(w: Words, typed: Typed, faults: Faults, more?: Showing): ShownForm
  refused(w: Words, typed: unknown, refusal: Refusal, more?: Showing): ShownForm
}

/** A step with a form on the page of the claim: what is refused of a field is told beside it. */
async function withForm<Value>(
  visit: SignedIn,
  row: ShownClaim,
  name: keyof ClaimForms,
  form: Asks<Value>,
  act: (value: Value) => Promise<Outcome<object>>,
  flash: string,
): Promise<Answer> {
  const { w, body } = visit
  const back = `/compensation/claims/${row.claim.id}`
  const more = { prefix: `${name}-` }
  const again = async (shown: ShownForm) =>
    formAgain('compensation/claim', await dataOf(visit, row, { [name]: shown }))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults, more))
  const outcome = await act(read.value)
  if (outcome.ok) return go(back, `compensation.${flash}-flash`)
  const refusal: Refusal = inYuan(outcome.refusal)
  if (refusal.field === undefined) throw new Refusing(refusal, back)
  const shown = await again(form.refused(w, body, refusal, more))
  return mend(refusal, back, () => shown)
}
export async function giveBack(visit: SignedIn): Promise<Answer> {
  const row = await found(visit)
  return withForm(
    visit,
    row,
    'answer',
    answerForm,
    ({ answer }) => returnClaim(visit.parts, visit.by, row.claim.id, answer),
    'returned',
  )
}

export async function decide(visit: SignedIn): Promise<Answer> {
  const row = await found(visit)
  const { parts, by } = visit
  return withForm(
    visit,
    row,
    'decision',
    decisionForm,
    async ({ outcome, answer }) => {
      if (outcome === 'approved') return approveClaim(parts, by, row.claim.id, answer ?? '')
      if (!answer) return { ok: false, refusal: { code: 'answer-missing', field: 'answer' } }
      return refuseClaim(parts, by, row.claim.id, answer)
    },
    'decided',
  )
}

export async function pay(visit: SignedIn): Promise<Answer> {
  const row = await found(visit)
  return withForm(
    visit,
    row,
    'payment',
    paymentForm,
    (value) => payClaim(visit.parts, visit.by, row.claim.id, value),
    'paid',
  )
}

/** As `withForm`; besides, a sum that looks wrong is asked about, by a box for that very sum. */
export async function reportBack(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const row = await found(visit)
  const back = `/compensation/claims/${row.claim.id}`
  const more = { prefix: 'recovery-' }
  const again = async (recovery: ShownForm) =>
    formAgain('compensation/claim', await dataOf(visit, row, { recovery }))
  const read = recoveryForm.read(body)
  if (!read.ok) return again(unasked(recoveryForm.again(w, read.typed, read.faults, more)))
  const said = { ...read.value, costFen: read.value.costFen ?? noFen, sure: sureOf(read.value.sure) }
  const outcome = await reportRecovery(parts, by, row.claim.id, said)
  if (outcome.ok) return go(back, 'compensation.reported-flash')
  if (outcome.refusal.field === undefined) throw new Refusing(inYuan(outcome.refusal), back)
  const shown = recoveryForm.refused(w, body, inYuan(outcome.refusal), more)
  const sums = [said.recoveredFen, said.costFen]
  const refused = await again(asking(w, shown, outcome.refusal, { sums, sure: said.sure }))
  return mend(outcome.refusal, back, () => refused)
}

/** A recovery through its claim, and the claim through the person. */
async function recoveryOf({ me, parts, params }: SignedIn) {
  const recovery = await recoveryById(parts.store.read, params.id ?? '')
  if (!recovery) throw new NotFound(`recovery ${params.id}`)
  return { recovery, row: await claimFor(parts.store.read, me, recovery.claimId) }
}

export async function bookBack(visit: SignedIn): Promise<Answer> {
  const { recovery, row } = await recoveryOf(visit)
  return withForm(
    visit,
    row,
    'booking',
    bookingForm,
    ({ on }) => bookRecovery(visit.parts, visit.by, recovery.id, on),
    'booked',
  )
}

export async function turnBack(visit: SignedIn): Promise<Answer> {
  const { recovery, row } = await recoveryOf(visit)
  return withForm(
    visit,
    row,
    'turning',
    answerForm,
    ({ answer }) => refuseRecovery(visit.parts, visit.by, recovery.id, answer),
    'turned',
  )
}
