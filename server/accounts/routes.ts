import { present } from '../platform/assert.ts'
import { refuse } from '../platform/outcome.ts'
import { localPath } from '../platform/web/paging.ts'
import { isLanguage } from '../platform/web/words.ts'
import {
  type Answer,
  type Anyone,
  formAgain,
  get,
  go,
  mend,
  page,
  post,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { changePassword as changeThePassword } from './actions-password.ts'
import { codeForm, passwordForm, signInForm } from './forms.ts'
import { accountPage, codePage, enrolPage, passwordPage, recoveryPage, signInPage } from './pages.ts'
import type { Person } from './person.ts'
import * as rows from './rows.ts'
import { totpAddress } from './totp.ts'

export const accountRoutes = routes(
  get('/sign-in', 'public', showSignIn),
  post('/sign-in', 'public', signIn, { perMinute: 20 }),
  get('/sign-in/code', 'public', showCode),
  post('/sign-in/code', 'public', giveCode, { perMinute: 20 }),
  post('/sign-in/second-factor', 'public', confirmSecondFactor, { perMinute: 20 }),
  post('/sign-out', 'public', signOut),
  get('/language', 'public', changeLanguage),
  get('/account', 'signed-in', showAccount),
  post('/account/sessions/end', 'signed-in', endOtherSessions),
  get('/account/password', 'signed-in', showPassword),
  post('/account/password', 'signed-in', changePassword, { perMinute: 10 }),
)

async function showSignIn({ me, w, query, parts }: Anyone): Promise<Answer> {
  if (me) return go('/')
  return page(
    'accounts/sign-in',
    await signInPage(w, parts, signInForm.filled(w, { back: localPath(query.back) })),
  )
}

async function signIn(visit: Anyone): Promise<Answer> {
  const { w, parts, by, body } = visit
  const read = signInForm.read(body)
  if (!read.ok) {
    return formAgain(
      'accounts/sign-in',
      await signInPage(w, parts, signInForm.again(w, read.typed, read.faults)),
    )
  }
  const visitor = { agent: visit.agent, address: by.address ?? '' }
  const outcome = await actions.signIn(parts.store, parts.config, by, read.value, visitor)
  if (!outcome.ok) {
    return formAgain(
      'accounts/sign-in',
      await signInPage(w, parts, signInForm.refused(w, body, outcome.refusal)),
    )
  }
  // Who signs in anew leaves the session that this browser still had.
  if (visit.session) await actions.signOut(parts.store, by, visit.session)
  visit.keepSession(outcome.secret, new Date(outcome.endsAt))
  return go(outcome.next === 'in' ? localPath(read.value.back ?? undefined) : '/sign-in/code')
}

/** The second step: a code, or the square to scan on the first day. */
async function showCode({ w, pending, me, parts }: Anyone): Promise<Answer> {
  if (!pending) return go(me ? '/' : '/sign-in')
  const account = present(await rows.account(parts.store.read, pending.id), 'the account of a session')
  if (account.totpConfirmedAt) return page('accounts/code', codePage(w, codeForm.filled(w, {})))
  return page('accounts/enrol', await enrol(parts, w, pending, codeForm.filled(w, {})))
}

async function enrol(
  parts: Anyone['parts'],
  w: Anyone['w'],
  person: Person,
  shown: ReturnType<typeof codeForm.filled>,
) {
  const begun = await actions.beginTotp(parts.store, person.id)
  const secret = begun.ok ? begun.secret : ''
  const account = present(await rows.account(parts.store.read, person.id), 'the account of a session')
  const { toDataURL } = await import('qrcode')
  return enrolPage(
    w,
    shown,
    secret,
    await toDataURL(totpAddress(secret, account.signInName), { margin: 1, width: 208 }),
  )
}

async function giveCode({ w, pending, session, parts, by, body, keepSession }: Anyone): Promise<Answer> {
  if (!pending || !session) return go('/sign-in')
  const read = codeForm.read(body)
  if (!read.ok) return formAgain('accounts/code', codePage(w, codeForm.again(w, read.typed, read.faults)))
  const outcome = await actions.giveCode(
    parts.store,
    parts.config,
    { ...by, person: pending },
    pending.id,
    session,
    read.value.code,
  )
  if (outcome.ok) {
    keepSession(outcome.secret, new Date(outcome.endsAt))
    return go('/')
  }
  return formAgain('accounts/code', codePage(w, codeForm.refused(w, body, outcome.refusal)))
}

async function confirmSecondFactor(visit: Anyone): Promise<Answer> {
  const { w, pending, session, parts, by, body } = visit
  if (!pending || !session) return go('/sign-in')
  const read = codeForm.read(body)
  if (!read.ok)
    return formAgain(
      'accounts/enrol',
      await enrol(parts, w, pending, codeForm.again(w, read.typed, read.faults)),
    )
  const mine = { ...by, person: pending }
  const outcome = await actions.confirmTotp(parts.store, mine, pending.id, session, read.value.code)
  if (outcome.ok) {
    visit.keepSession(outcome.secret, new Date(outcome.endsAt))
    return page('accounts/recovery', recoveryPage(w, outcome.recovery))
  }
  const shown = await enrol(parts, w, pending, codeForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, '/sign-in/code', () => formAgain('accounts/enrol', shown))
}

async function signOut({ session, keepSession, parts, by }: Anyone): Promise<Answer> {
  if (session) await actions.signOut(parts.store, by, session)
  keepSession(null)
  return go('/', 'accounts.signed-out-flash')
}

function changeLanguage({ query, keepLanguage }: Anyone): Answer {
  if (isLanguage(query.to)) keepLanguage(query.to)
  return go(localPath(query.back))
}

async function showAccount({ me, w, parts, by, session }: SignedIn): Promise<Answer> {
  const open = await rows.openSessions(parts.store.read, me.id, by.at)
  return page('accounts/account', accountPage(w, me, open, session))
}

async function endOtherSessions({ me, parts, by, session }: SignedIn): Promise<Answer> {
  await actions.signOutEverywhere(parts.store, by, me.id, session ?? undefined)
  return go('/account', 'accounts.sessions-ended-flash')
}

function showPassword({ w, parts }: SignedIn): Answer {
  return page('accounts/password', passwordPage(w, parts.config, passwordForm.filled(w, {})))
}

async function changePassword({ me, w, parts, by, body, session }: SignedIn): Promise<Answer> {
  const read = passwordForm.read(body)
  if (!read.ok) {
    return formAgain(
      'accounts/password',
      passwordPage(w, parts.config, passwordForm.again(w, read.typed, read.faults)),
    )
  }
  const { old, password, again } = read.value
  const outcome =
    password === again
      ? await changeThePassword(parts.store, parts.config, by, me.id, { old, password }, session ?? undefined)
      : refuse('passwords-differ', { field: 'again' })
  if (outcome.ok) return go('/account', 'accounts.password-changed-flash')
  return mend(outcome.refusal, '/account/password', () =>
    formAgain(
      'accounts/password',
      passwordPage(w, parts.config, passwordForm.refused(w, body, outcome.refusal)),
    ),
  )
}
