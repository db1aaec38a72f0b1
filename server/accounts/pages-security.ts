import { type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Config } from '../config.ts'
import type { Parts } from '../parts.ts'
import { type Instant, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { dormantDays } from './actions-security.ts'
import { failuresAllowed, isLocked, lockMinutes } from './lockout.ts'
import { columns, type Place, placeOf, shownOrNever } from './pages-people.ts'
import { passwordLife } from './password.ts'
import type { ListedPerson } from './rows-people.ts'
import { absoluteMinutes, idleMinutes } from './session.ts'

type Lists = {
  readonly found: readonly ListedPerson[] | null
  readonly troubled: readonly ListedPerson[]
  readonly dormant: readonly ListedPerson[]
}

/** Who is locked out, who has not come for long, and what is in force. */
export function securityPage(
  w: Words,
  { config, reference }: Parts,
  at: Instant,
  lists: Lists,
  filter: ShownForm,
) {
  const place = placeOf(w, reference)
  const listed = (heading: string, none: string, rows: readonly ListedPerson[]) => ({
    heading,
    none,
    table: rows.length ? peopleTable(w, heading, rows, at, place) : null,
  })
  const locked = lists.troubled.filter((one) => isLocked(one, at))
  return {
    title: w('accounts.security-title'),
    filters: { action: '/security', fields: filter.fields, clearHref: '/security' },
    nextStep: locked[0]
      ? {
          title: w('accounts.next-locked-title', { count: locked.length }),
          text: w('accounts.next-locked-text'),
          href: `/security/people/${locked[0].id}`,
          label: w('accounts.next-locked-label', { name: locked[0].name }),
        }
      : null,
    found: lists.found && peopleTable(w, w('accounts.found-title'), lists.found, at, place),
    foundNobody: lists.found?.length === 0,
    lists: [
      listed(w('accounts.troubled-title'), w('accounts.troubled-none'), lists.troubled),
      listed(w('accounts.dormant-title', { days: dormantDays }), w('accounts.dormant-none'), lists.dormant),
    ],
    settings: settingsInForce(w, config),
  }
}

function peopleTable(w: Words, caption: string, rows: readonly ListedPerson[], at: Instant, place: Place) {
  return {
    caption,
    columns: columns(w, 'name', 'signInName', 'role', 'organisation', 'lock', 'lastSignedIn'),
    rows: rows.map((one) => ({
      cells: [
        { words: one.name, href: `/security/people/${one.id}` },
        one.signInName,
        w(`accounts.role.${one.role}`),
        place(one),
        lockCell(w, one, at),
        shownOrNever(w, one.lastSignedInAt),
      ],
    })),
  }
}

const lockCell = (w: Words, one: ListedPerson, at: Instant) =>
  isLocked(one, at) && one.lockedUntil
    ? { words: w('accounts.locked-until', { until: showInstant(one.lockedUntil) }), tone: 'warn' }
    : one.failures > 0
      ? w('accounts.failures', { count: one.failures })
      : w('accounts.no-failures')

/** The rules of sign-in as they are in force, each as one sentence. */
function settingsInForce(w: Words, config: Config) {
  const { days, remembered } = passwordLife[config.passwordPolicy]
  const facts: readonly (readonly [string, string])[] = [
    ['password', w(`accounts.password-rules.${config.passwordPolicy}`)],
    [
      'password-life',
      days ? w('accounts.setting-life', { days, remembered }) : w('accounts.setting-no-life'),
    ],
    ['second-factor', w(`accounts.setting-second-factor-${config.secondFactor ? 'on' : 'off'}`)],
    ['lock', w('accounts.setting-lock-words', { count: failuresAllowed, minutes: lockMinutes })],
    ['idle', w('accounts.setting-minutes', { minutes: idleMinutes })],
    ['absolute', w('accounts.setting-hours', { hours: absoluteMinutes / 60 })],
    ['dormant', w('accounts.setting-days', { days: dormantDays })],
    ['alarm', w(`accounts.setting-alarm-${config.alarmUrl ? 'on' : 'off'}`)],
  ]
  return facts.map(([key, value]) => ({ label: w(`accounts.setting-${key}`), value }))
}

type Watched = {
  readonly person: ListedPerson
  readonly open: readonly { startedAt: Instant; lastSeenAt: Instant; agent: string; address: string }[]
  readonly trail: readonly TrailRow[]
  readonly isMe: boolean
}

/** One account, as the security administrator sees it. */
export function watchedPage(
  w: Words,
  at: Instant,
  { person, open, trail, isMe }: Watched,
  reason: ShownForm,
) {
  const { id } = person
  const mayUnlock = !isMe && (isLocked(person, at) || person.failures > 0)
  return {
    title: person.name,
    facts: [
      { label: w('accounts.field.signInName'), value: person.signInName },
      { label: w('accounts.field.role'), value: w(`accounts.role.${person.role}`) },
      { label: w('accounts.field.state'), value: w(`accounts.state.${person.state}`) },
      { label: w('accounts.field.lock'), value: lockWords(lockCell(w, person, at)) },
      {
        label: w('accounts.field.secondFactor'),
        value: w(`accounts.second-factor-${person.totpConfirmedAt ? 'there' : 'missing'}`),
      },
      { label: w('accounts.field.passwordSetAt'), value: shownOrNever(w, person.passwordSetAt) },
      { label: w('accounts.field.lastSignedIn'), value: shownOrNever(w, person.lastSignedInAt) },
    ],
    isMe,
    nextStep: mayUnlock
      ? {
          title: w('accounts.next-unlock-title'),
          text: w('accounts.next-unlock-text'),
          label: w('accounts.next-unlock-label'),
          action: `/security/people/${id}/unlocking`,
          once: newId(),
        }
      : null,
    sessions: open.length
      ? {
          caption: w('accounts.sessions-of'),
          columns: ['started', 'seen', 'address', 'agent'].map((key) => ({
            label: w(`accounts.sessions-${key}`),
          })),
          rows: open.map((one) => ({
            cells: [showInstant(one.startedAt), showInstant(one.lastSeenAt), one.address, one.agent],
          })),
        }
      : null,
    endAction: `/security/people/${id}/signing-out`,
    resetAction: `/security/people/${id}/second-factor-reset`,
    mayReset: !isMe && person.totpConfirmedAt !== null,
    steps: timelineSteps(w, trail),
    ...reason,
    once: newId(),
  }
}

const lockWords = (cell: string | { words: string }): string => (typeof cell === 'string' ? cell : cell.words)
