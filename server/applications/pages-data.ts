import type { Opening } from '../consents/disclosure.ts'
import type { Consent, ShownGroup } from '../consents/index.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { Application } from './rows.ts'

type Fact = { readonly label: string; readonly value: string }

/** The firm before the bank: what its need tells everybody, then kind by kind what it opened, and why. */
export const dataForBank = (w: Words, face: readonly Fact[], groups: readonly ShownGroup[]) => ({
  title: w('consents.groups-title'),
  face,
  groups,
  given: null,
  links: [],
})

/** The firm before itself: what this bank may see, each to be taken back, and who looked. */
export const dataForFirm = (
  w: Words,
  { institutionId }: Pick<Application, 'institutionId'>,
  openings: readonly Opening<Consent>[],
) => ({
  title: w('applications.data-title'),
  face: null,
  groups: [],
  given: openings.map((opening) => {
    const label = w(`consents.kind.${opening.kind}`)
    if (opening.state === 'closed')
      return { label, value: w(`applications.data-closed.${opening.because}`), href: null, revocation: null }
    if (opening.state === 'contract')
      return { label, value: w('applications.data-contract'), href: null, revocation: null }
    const { id, number, until } = opening.consent
    return {
      label,
      value: w('applications.data-open', { number, until }),
      href: `/consents/${id}`,
      revocation: { action: `/consents/${id}/revocation`, once: newId() },
    }
  }),
  links: [
    { href: `/consents/looks?bank=${institutionId}`, label: w('applications.data-looks') },
    { href: `/consents/new?bank=${institutionId}`, label: w('consents.give-title') },
  ],
})

export const askPage = (w: Words, { id }: Pick<Application, 'id'>, shown: ShownForm) => ({
  title: w('consents.ask-title'),
  ...shown,
  action: `/applications/${id}/consent-requests`,
  back: `/applications/${id}`,
  once: newId(),
})
