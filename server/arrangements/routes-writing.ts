import { type Day, isDay } from '../money/day.ts'
import { type Fen, isFen } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Faults, ShownForm, Typed } from '../platform/web/forms.ts'
import {
  arrangementForm,
  certainties,
  isShortCode,
  newestOf,
  type PolicyRow,
  policyTitle,
  propose,
  proposer,
} from '../policies/index.ts'
import { type Answer, go, mend, NotFound, page, type SignedIn } from '../web.ts'
import { type Arrangement, arrangementShape, variants } from './arrangement.ts'
import { readArrangement, withVariant } from './check.ts'
import {
  afterStep,
  type Draft,
  draftFields,
  draftOf,
  isDraftStep,
  layerListNames,
  layersValue,
  newDraft,
  readDraft,
} from './draft.ts'
import { editFaults, editForm } from './forms.ts'
import { drawnLists, editPage, type Trial, trialTable } from './pages.ts'
import { type LossSplit, splitLoss } from './split-loss.ts'

/** What is being written: a new arrangement, or the next version of one. */
type Subject = {
  readonly isNew: boolean
  readonly title: string
  readonly lead: string
  readonly action: string
  readonly back: string
}

const newSubject = (w: SignedIn['w']): Subject => ({
  isNew: true,
  title: w('arrangements.new-title'),
  lead: w('arrangements.new-lead'),
  action: '/arrangements/new',
  back: '/arrangements',
})

const nextSubject = (w: SignedIn['w'], code: string, newest: PolicyRow): Subject => ({
  isNew: false,
  title: w('policies.propose-title', { name: policyTitle(w, newest) }),
  lead: w('policies.propose-lead', { version: newest.version }),
  action: `/arrangements/${code}/versions`,
  back: `/policies/arrangement-${code}`,
})

export function showNew({ me, w }: SignedIn): Answer {
  proposer(me)
  const usual = { 'base.normalInterest': 'no', 'scope.farming': 'yes', 'scope.unsecuredOnly': 'no' }
  const typed = { ...usual, ...draftFields(newDraft), base: '0' }
  return edited(w, newSubject(w), newDraft, editForm(newDraft, true, true).again(w, typed, {}))
}

export function showNext({ me, w, parts, params }: SignedIn): Answer {
  proposer(me)
  const { code, newest } = newestAsked(parts.policies.rows, params.code ?? '')
  const arrangement = arrangementShape.parse(newest.value)
  const draft = draftOf(arrangement)
  const form = editForm(draft, false, true)
  const { source, certainty, version } = newest
  const stored = { ...arrangementForm.typed(newest.value), source, certainty, base: String(version) }
  const filled = form.filled(w, presentOnly(stored))
  const values = Object.fromEntries(
    filled.fields.flatMap(({ name, value, values: list, kind }) =>
      value === undefined && list === undefined ? [] : [[name, kind === 'checkboxes' ? list : value]],
    ),
  )
  return edited(
    w,
    nextSubject(w, code, newest),
    draft,
    form.again(w, { ...values, ...draftFields(draft) }, {}),
  )
}

const presentOnly = (typed: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== null && value !== undefined))

function newestAsked(rows: readonly PolicyRow[], code: string) {
  const newest = newestOf(rows, `arrangement-${code}`)
  if (!newest) throw new NotFound(code)
  return { code, newest }
}

export const writeNew = (visit: SignedIn): Promise<Answer> => {
  proposer(visit.me)
  return written(visit, newSubject(visit.w), (typed) => String(typed.code ?? ''))
}

export const writeNext = (visit: SignedIn): Promise<Answer> => {
  proposer(visit.me)
  const { code, newest } = newestAsked(visit.parts.policies.rows, visit.params.code ?? '')
  return written(visit, nextSubject(visit.w, code, newest), () => code)
}

type Shown = { readonly trial: Trial | null; readonly drawn: ReturnType<typeof drawnLists> | null }

const edited = (
  w: SignedIn['w'],
  subject: Subject,
  draft: Draft,
  shown: ShownForm,
  more: Shown = { trial: null, drawn: null },
): Answer =>
  page(
    'arrangements/edit',
    editPage(w, draft, shown, { ...subject, ...more }),
    shown.errors.length ? 422 : 200,
  )

/** One form, several buttons: a row more or less, a trial, or off to the second person. */
async function written(
  visit: SignedIn,
  subject: Subject,
  codeFrom: (typed: Typed) => string,
): Promise<Answer> {
  const { w, body } = visit
  const { do: pressed, ...typed } = typedOf(body)
  const step = typeof pressed === 'string' ? pressed : ''
  const draft = afterStep(readDraft(typed), step)
  const isTrial = step !== 'propose'
  const form = editForm(draft, subject.isNew, isTrial)
  // What stands in rows that were taken away goes with them.
  const kept = { ...withoutLayers(typed), ...draftFields(draft) }
  const again = (faults: Faults, more?: Shown) => edited(w, subject, draft, form.again(w, kept, faults), more)
  if (isDraftStep(step)) return again({})
  const read = form.read(kept)
  if (!read.ok) return again(read.faults)
  const { value, fieldOf } = layersValue(draft, read.value)
  const whole = { ...Object(arrangementForm.value(read.value)), ...value }
  const made = readArrangement(isTrial ? { ...whole, name: named(read.value) } : whole)
  if (!made.ok) return again(editFaults(form, made.refusals, fieldOf))
  const drawn = drawnLists(w, made.arrangement)
  if (isTrial) {
    const found = triedOn(made.arrangement, read.value)
    return found.ok
      ? again({}, { drawn, trial: found.split ? trialTable(w, found.split) : null })
      : again(editFaults(form, [found.refusal], trialField), { drawn, trial: null })
  }
  const outcome = await sent(visit, codeFrom(read.value), subject, read.value, made.arrangement)
  if (outcome.ok) return go(`/policies/proposals/${outcome.proposal.id}`, 'policies.proposed-flash')
  return mend(outcome.refusal, subject.back, () => {
    const refusals = outcome.faults?.length ? outcome.faults : [outcome.refusal]
    return again(editFaults(form, refusals, fieldOf), { drawn, trial: null })
  })
}

type Values = Readonly<Record<string, unknown>>

/** One that is only tried needs no name yet. */
const named = (values: Values) => ({
  zh: String(values['name.zh'] ?? '') || '-',
  en: String(values['name.en'] ?? '') || '-',
})

/** The layers stand in the draft. */
const withoutLayers = (typed: Typed): Typed =>
  Object.fromEntries(
    Object.entries(typed).filter(([name]) => !layerListNames.some((list) => name.startsWith(`${list}.`))),
  )

/** The sum that was typed, split; nothing where none was. */
function triedOn(arrangement: Arrangement, values: Values): Outcome<{ readonly split: LossSplit | null }> {
  const lossFen = fenOrNone(values.tryLoss)
  if (lossFen === undefined) return done({ split: null })
  const chosen = withVariant(arrangement, variants.find((variant) => variant === values.tryVariant) ?? null)
  if (!chosen.ok) return chosen
  const found = splitLoss(chosen.arrangement, {
    lossFen,
    poolFreeFen: fenOrNone(values.tryPoolFree),
    recoveredFen: fenOrNone(values.tryRecovered),
    recoveryCostFen: fenOrNone(values.tryRecoveryCost),
  })
  return found.ok ? done({ split: found }) : found
}

const fenOrNone = (value: unknown): Fen | undefined => (isFen(value) ? value : undefined)

/** `poolFreeFen` of the engine is `tryPoolFree` of the form. */
const trialField = (path: string): string => {
  const name = path.replace(/Fen$/, '')
  return `try${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

/** Proposes what was written. Refuses as `propose` does, and a code that is no code or is taken. */
async function sent(
  { parts, by }: SignedIn,
  code: string,
  { isNew }: Subject,
  values: Values,
  value: Arrangement,
): ReturnType<typeof propose> {
  const whole = `arrangement-${code}`
  if (isNew) {
    if (!isShortCode('arrangement', code)) return refuse('unknown-policy-code', { field: 'code' })
    const isTaken = reservedCodes.includes(code) || newestOf(parts.policies.rows, whole) !== null
    if (isTaken) return refuse('policy-code-taken', { field: 'code' })
  }
  return propose(
    parts,
    by,
    {
      code: whole,
      baseVersion: Number(values.base),
      value,
      source: String(values.source),
      certainty: certainties.find((certainty) => certainty === values.certainty) ?? 'placeholder',
      effectiveFrom: dayOrNull(values.effectiveFrom),
      effectiveTo: dayOrNull(values.effectiveTo),
    },
    String(values.why),
  )
}

/** Addresses of this room that a code would hide behind. */
const reservedCodes = ['new', 'proposals']

const dayOrNull = (value: unknown): Day | null => (isDay(value) ? value : null)

const typedOf = (body: unknown): Typed =>
  typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {}
