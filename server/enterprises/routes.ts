import { bureauRoles, enterpriseRoles, startSession } from '../accounts/index.ts'
import { allBanks, institutionOf } from '../institutions/index.ts'
import { refuse } from '../platform/outcome.ts'
import type { Faults, Typed } from '../platform/web/forms.ts'
import {
  type Answer,
  type Anyone,
  answer,
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
import { register as registerFirm } from './actions.ts'
import { changeProfile, giveFigures as keepFigures } from './actions-profile.ts'
import { figuresForm, profileForm, registerForm, unverifiedForm } from './forms.ts'
import { editPage, figuresPage, profilePage, registerPage, showing } from './pages.ts'
import { ownFirm } from './parts.ts'
import { admitCode, yearsAsked } from './registration.ts'
import * as bureau from './routes-bureau.ts'
import { type Firm, yearsOf } from './rows.ts'
import { checkUscc } from './uscc.ts'

const readers = [...bureauRoles, 'township-officer'] as const

export const enterpriseRoutes = routes(
  get('/register', 'public', showRegister),
  post('/register', 'public', register, { perMinute: 10 }),
  post('/register/code', 'public', checkCode, { perMinute: 60 }),
  get('/enterprise', enterpriseRoles, showProfile),
  get('/enterprise/edit', enterpriseRoles, showEdit),
  post('/enterprise/edit', enterpriseRoles, edit),
  get('/enterprise/figures/:year', enterpriseRoles, showFigures),
  post('/enterprise/figures/:year', enterpriseRoles, giveFigures),
  get('/enterprises', readers, bureau.showList),
  get('/enterprises/:id', readers, bureau.showFirm),
  post('/enterprises/:id/verification', bureauRoles, bureau.verify),
  post('/enterprises/:id/return', bureauRoles, bureau.giveBack),
)

function showRegister({ me, w, parts }: Anyone): Answer {
  if (me) return go('/')
  return page(
    'enterprises/register',
    registerPage(w, parts.config, registerForm.filled(w, {}, showing(w, parts.reference))),
  )
}

/** The code's own answer while the form is being filled; without a script the form itself says the same. */
function checkCode({ w, body }: Anyone): Answer {
  const typed = typeof body === 'object' && body !== null && 'uscc' in body ? String(body.uscc) : ''
  const { valid, normalised, fault, expectedCheck } = checkUscc(typed)
  const values = { expected: expectedCheck ?? '', length: normalised.length }
  const words = valid
    ? w('enterprises.code-sound', { code: normalised })
    : w.refusal({ code: `uscc-${fault ?? 'check'}`, values })
  return answer('enterprises/code', 'enterprises/_code', {
    title: w('enterprises.code-check'),
    sound: valid,
    words,
  })
}

/** What is wrong with the code is said at once with everything else, not after all else is mended. */
function withCodeFault(typed: Typed, faults: Faults): Faults {
  if (faults.uscc || typeof typed.uscc !== 'string') return faults
  const code = admitCode(typed.uscc, typed.usccEvidence ? String(typed.usccEvidence) : null)
  if (code.ok) return faults
  const { refusal } = code
  return { uscc: { code: `refusal:${refusal.code}`, values: refusal.values ?? {} }, ...faults }
}

async function register(visit: Anyone): Promise<Answer> {
  const { me, w, parts, by, body, agent } = visit
  if (me) return go('/')
  const lists = showing(w, parts.reference)
  const read = registerForm.read(body)
  if (!read.ok) {
    const faults = withCodeFault(read.typed, read.faults)
    return formAgain(
      'enterprises/register',
      registerPage(w, parts.config, registerForm.again(w, read.typed, faults, lists)),
    )
  }
  const { again, consent: _, ...input } = read.value
  const outcome =
    input.password === again
      ? await registerFirm(parts, by, { ...input, language: w.language })
      : refuse('passwords-differ', { field: 'again' })
  if (!outcome.ok) {
    return mend(outcome.refusal, '/register', () =>
      formAgain(
        'enterprises/register',
        registerPage(w, parts.config, registerForm.refused(w, body, outcome.refusal, lists)),
      ),
    )
  }
  const session = await startSession(
    parts.store,
    by,
    outcome.personId,
    { agent, address: by.address ?? '' },
    'in',
  )
  if (session.ok) visit.keepSession(session.secret, new Date(session.endsAt))
  return go('/enterprise', 'enterprises.registered-flash')
}

async function showProfile({ me, w, parts, today }: SignedIn): Promise<Answer> {
  const { store, reference } = parts
  const firm = await ownFirm(store.read, me)
  const bank = firm.mainBankId ? await institutionOf(store.read, firm.mainBankId) : null
  const years = await yearsOf(store.read, firm.id)
  return page('enterprises/profile', profilePage(w, reference, today, firm, years, bank))
}

const listsFor = async ({ w, parts }: SignedIn) =>
  showing(w, parts.reference, await allBanks(parts.store.read))

async function showEdit(visit: SignedIn): Promise<Answer> {
  const { me, w, parts } = visit
  const firm = await ownFirm(parts.store.read, me)
  const { uscc, usccOverride: usccEvidence, foundedOn, ...known } = firm
  const { name, legalRepresentative, phone, industry, region, mainBankId, taxGrade, borrowedBefore } = known
  const values = {
    ...{ name, legalRepresentative, phone, industry, region, mainBankId, taxGrade, borrowedBefore },
    ...(foundedOn ? { foundedOn } : {}),
    version: String(firm.version),
  }
  const lists = await listsFor(visit)
  const shown =
    firm.state === 'verified'
      ? profileForm.filled(w, values, lists)
      : unverifiedForm.filled(w, { uscc, usccEvidence, ...values }, lists)
  return page('enterprises/edit', editPage(w, firm, shown))
}

async function edit(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body } = visit
  const firm = await ownFirm(parts.store.read, me)
  const questions = asksCode(body) ? unverifiedForm : profileForm
  const read = readProfile(body)
  const lists = await listsFor(visit)
  if (!read.ok)
    return formAgain(
      'enterprises/edit',
      editPage(w, firm, questions.again(w, read.typed, withCodeFault(read.typed, read.faults), lists)),
    )
  const { version, ...input } = read.value
  const outcome = await changeProfile(parts, by, { id: firm.id, version: Number(version) }, input)
  if (outcome.ok) {
    const anew = firm.state === 'verified' && outcome.firm.state === 'under-review'
    return go('/enterprise', anew ? 'enterprises.checked-anew-flash' : 'enterprises.changed-flash')
  }
  return mend(outcome.refusal, '/enterprise', () =>
    formAgain('enterprises/edit', editPage(w, firm, questions.refused(w, body, outcome.refusal, lists))),
  )
}

/** Which form was sent, says the form: the firm may have been verified since it was shown. */
const asksCode = (body: unknown): boolean => typeof body === 'object' && body !== null && 'uscc' in body

function readProfile(body: unknown) {
  if (!asksCode(body)) return profileForm.read(body)
  const read = unverifiedForm.read(body)
  if (!read.ok) return read
  const { uscc, usccEvidence, ...rest } = read.value
  return { ok: true as const, value: { ...rest, code: { typed: uscc, evidence: usccEvidence } } }
}

/** The year of the address, if it is one that the firm is asked for. */
function yearOfPath({ params, today }: SignedIn, firm: Firm): number {
  const year = Number(params.year)
  if (!yearsAsked(today, firm.foundedOn).includes(year)) throw new NotFound(String(params.year))
  return year
}

async function showFigures(visit: SignedIn): Promise<Answer> {
  const { me, w, parts } = visit
  const firm = await ownFirm(parts.store.read, me)
  const year = yearOfPath(visit, firm)
  const known = (await yearsOf(parts.store.read, firm.id)).find((one) => one.year === year)
  const { employees = null, revenueFen = null, assetsFen = null } = known ?? {}
  const values = { employees, revenueFen, assetsFen, version: String(firm.version) }
  return page('enterprises/figures', figuresPage(w, year, figuresForm.filled(w, values)))
}

async function giveFigures(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body } = visit
  const firm = await ownFirm(parts.store.read, me)
  const year = yearOfPath(visit, firm)
  const read = figuresForm.read(body)
  if (!read.ok)
    return formAgain(
      'enterprises/figures',
      figuresPage(w, year, figuresForm.again(w, read.typed, read.faults)),
    )
  const { version, employees, revenueFen, assetsFen } = read.value
  const figures = { year, employees, revenueFen, assetsFen }
  const known = { id: firm.id, version: Number(version) }
  const outcome = await keepFigures(parts.store, by, known, figures)
  if (outcome.ok) return go('/enterprise', 'enterprises.figures-flash')
  if (outcome.refusal.code === 'year-not-asked') throw new Refusing(outcome.refusal, '/enterprise')
  return mend(outcome.refusal, '/enterprise', () =>
    formAgain('enterprises/figures', figuresPage(w, year, figuresForm.refused(w, body, outcome.refusal))),
  )
}
