import type { Parts } from '../parts.ts'
import { type Instant, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { paged, type withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { SetupLink } from './actions-people.ts'
import type { personStates } from './person.ts'
import type { ListedPerson, openInstitutions } from './rows-people.ts'

type Query = Parameters<typeof withQuery>[1]

export const tones = { invited: 'info', active: 'good', disabled: 'neutral' } as const satisfies Record<
  (typeof personStates)[number],
  string
>

/** The people of a filter, each with the way to his page. */
export function peoplePage(
  w: Words,
  { reference }: Parts,
  rows: readonly ListedPerson[],
  number: number,
  query: Query,
  filter: ShownForm,
) {
  const place = placeOf(w, reference)
  const { rows: shown, pager } = paged(rows, number, '/people', query)
  return {
    title: w('accounts.people-title'),
    filters: { action: '/people', fields: filter.fields, target: '#people', clearHref: '/people' },
    table: {
      caption: w('accounts.people-title'),
      columns: columns(w, 'name', 'signInName', 'role', 'organisation', 'state', 'lastSignedIn'),
      rows: shown.map((one) => ({
        cells: [
          { words: one.name, href: `/people/${one.id}` },
          one.signInName,
          w(`accounts.role.${one.role}`),
          place(one),
          { words: w(`accounts.state.${one.state}`), tone: tones[one.state] },
          shownOrNever(w, one.lastSignedInAt),
        ],
      })),
    },
    pager: { ...pager, target: '#people' },
    isEmpty: shown.length === 0,
  }
}

export const columns = (w: Words, ...keys: readonly string[]) =>
  keys.map((key) => ({ label: w(`accounts.field.${key}`) }))

export type Place = (one: Pick<ListedPerson, 'organisation' | 'region'>) => string

/** Where a person belongs: his organisation, or the region he answers for. */
export function placeOf(w: Words, { divisions }: Parts['reference']): Place {
  const names = new Map(divisions.map((one) => [one.code, w.language === 'zh' ? one.nameZh : one.nameEn]))
  return ({ organisation, region }) =>
    organisation || names.get(region ?? '') || w('accounts.no-organisation')
}

export const shownOrNever = (w: Words, at: Instant | null): string =>
  at ? showInstant(at) : w('accounts.never')

export const newPersonPage = (w: Words, shown: ShownForm) => ({
  title: w('accounts.new-person-title'),
  ...shown,
  once: newId(),
})

/** What the new-person form offers: institutions by name, and regions down to the township. */
export const newPersonOptions = (
  w: Words,
  { reference }: Parts,
  institutions: Awaited<ReturnType<typeof openInstitutions>>,
) => ({
  options: {
    institution: institutions.map(({ id, name }) => ({ value: id, label: name })),
    region: reference.divisions
      .filter(({ level }) => level !== 'village')
      .map(({ code, nameZh, nameEn }) => ({
        value: code,
        label: `${w.language === 'zh' ? nameZh : nameEn} ${code}`,
      })),
  },
})

/** Shown once: reading it again is not possible, only making a new one. */
export const linkPage = (
  w: Words,
  origin: string,
  name: string,
  link: SetupLink,
  personHref = `/people/${link.personId}`,
) => ({
  title: w('accounts.link-title', { name }),
  address: `${origin}/setup/${link.secret}`,
  until: w('accounts.link-until', { until: showInstant(link.endsAt) }),
  personHref,
})

type PersonView = {
  readonly person: ListedPerson
  readonly linkEndsAt: Instant | null
  readonly isMe: boolean
}

/** One person, and what the administrator can do about him. */
export function personPage(
  w: Words,
  { reference }: Parts,
  { person, linkEndsAt, isMe }: PersonView,
  reason: ShownForm,
) {
  const { id, state } = person
  return {
    title: person.name,
    state: { label: w(`accounts.state.${state}`), tone: tones[state] },
    facts: [
      { label: w('accounts.field.signInName'), value: person.signInName },
      { label: w('accounts.field.role'), value: w(`accounts.role.${person.role}`) },
      {
        label: w('accounts.field.organisation'),
        value: placeOf(w, reference)(person),
      },
      { label: w('accounts.field.lastSignedIn'), value: shownOrNever(w, person.lastSignedInAt) },
      { label: w('accounts.field.createdAt'), value: showInstant(person.createdAt) },
      ...(linkEndsAt ? [{ label: w('accounts.field.linkEndsAt'), value: showInstant(linkEndsAt) }] : []),
    ],
    ...reason,
    isMe,
    nextStep: isMe ? null : nextStep(w, id, state, linkEndsAt),
    mayDisable: !isMe && state !== 'disabled',
    disableAction: `/people/${id}/disablement`,
    mayRenew: !isMe && state === 'active',
    renewAction: `/people/${id}/setup-links`,
    once: newId(),
  }
}

/** The one thing that somebody who opens this page probably came for. */
function nextStep(w: Words, id: string, state: ListedPerson['state'], linkEndsAt: Instant | null) {
  const step = (key: string, action: string) => ({
    title: w(`accounts.next-${key}-title`),
    text: w(`accounts.next-${key}-text`),
    label: w(`accounts.next-${key}-label`),
    action,
    once: newId(),
  })
  if (state === 'disabled') return step('enable', `/people/${id}/enablement`)
  if (state === 'invited') return step(linkEndsAt ? 'wait' : 'link', `/people/${id}/setup-links`)
  return null
}

export const setupPage = (w: Words, rules: string, secret: string, signInName: string, shown: ShownForm) => ({
  title: w('accounts.setup-title'),
  text: w('accounts.setup-text', { name: signInName }),
  rules,
  formAction: `/setup/${secret}`,
  ...shown,
  once: newId(),
})
