import type { By } from '../accounts/index.ts'
import type { Firm } from '../enterprises/index.ts'
import type { Institution } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import { newId } from '../platform/ids.ts'
import type { Showing, ShownField, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { PolicyBook } from '../policies/index.ts'
import { isThePerson } from './actions.ts'
import { type DataKind, firmKinds } from './kind.ts'
import type { NeededKind } from './needed.ts'
import { holdsWords, writtenShown } from './pages-text.ts'
import { type Audience, consentTermsOn, textOn } from './written.ts'

/** What a form asks consent for, and what is in force already and is not asked again. */
export type Asked = {
  readonly offered: readonly DataKind[]
  readonly needed: readonly NeededKind[]
  readonly standing: readonly { readonly kind: DataKind; readonly until: Day; readonly number: string }[]
}

/** On a page of its own a firm may choose any kind, and none is needed. */
export const askedFreely: Asked = { offered: firmKinds, needed: [], standing: [] }

const isStanding = ({ standing }: Asked, kind: DataKind) => standing.some((one) => one.kind === kind)

type Texts = Pick<GivingPlace, 'policies' | 'by' | 'audience'>
const holds = (w: Words, { policies, by, audience }: Texts, kind: DataKind): string =>
  holdsWords(w, textOn(policies, kind, by.today, audience), kind)

/** The boxes of a form: each kind with what it holds, and why it is needed where it is. */
export function kindOptions(w: Words, place: GivingPlace): Showing['options'] {
  const { asked } = place
  const open = asked.offered.filter((kind) => !isStanding(asked, kind))
  return {
    kinds: open.map((kind) => {
      const because = asked.needed.find((one) => one.kind === kind)?.because
      const label = w(`consents.kind.${kind}`)
      return {
        value: kind,
        label: because ? w('consents.needed', { kind: label }) : label,
        hint: because
          ? w('consents.needed-hint', {
              holds: holds(w, place, kind),
              because: w(`consents.need-reason.${because}`),
            })
          : holds(w, place, kind),
      }
    }),
  }
}

export type GivingPlace = {
  readonly policies: PolicyBook
  readonly by: By
  readonly firm: Firm
  readonly asked: Asked
  /** Whose texts are shown; a bank's unless said otherwise. */
  readonly audience?: Audience
}

/** A form's questions of consent as `_giving.ejs` shows them, each beside the text that it is about. */
export function givingShown(
  w: Words,
  { policies, by, firm, asked, audience = 'bank' }: GivingPlace,
  shown: ShownForm,
) {
  const named = (name: string): ShownField | null => shown.fields.find((field) => field.name === name) ?? null
  const kinds = named('kinds')
  const isPerson = isThePerson(by, firm)
  const mayAskPerson = !isStanding(asked, 'person')
  const options = Array.isArray(kinds?.options) ? kinds.options.length : 0
  return {
    text: writtenShown(w, 'contact', textOn(policies, 'contact', by.today, audience)),
    kinds: options ? kinds : null,
    until: named('until'),
    longest: w('consents.until-longest', { days: consentTermsOn(policies, by.today).mostDays }),
    standing: asked.standing.map(({ kind, until, number }) =>
      w('consents.standing', { kind: w(`consents.kind.${kind}`), until, number }),
    ),
    person:
      isPerson && mayAskPerson
        ? {
            text: writtenShown(w, 'person', textOn(policies, 'person', by.today, audience)),
            field: named('person'),
          }
        : null,
    personNote:
      !isPerson && mayAskPerson ? w('consents.person-only', { name: firm.legalRepresentative }) : null,
    hidden: shown.fields.filter(({ kind }) => kind === 'hidden'),
  }
}

/** The box of the natural person names him. */
export const personOption = (w: Words, place: GivingPlace): Showing['options'] => ({
  person: [
    {
      value: 'yes',
      label: w('consents.person-tick.yes', { name: place.firm.legalRepresentative }),
      hint: holds(w, place, 'person'),
    },
  ],
})

/** `/consents/new`: the firm chooses bank, kinds, purpose and day by itself. */
export const givePage = (w: Words, place: GivingPlace, shown: ShownForm) => ({
  title: w('consents.give-title'),
  lead: w(place.audience === 'guarantor' ? 'consents.give-lead-guarantor' : 'consents.give-lead'),
  other: {
    href: place.audience === 'guarantor' ? '/consents/new' : '/consents/new?to=guarantor',
    label: w(place.audience === 'guarantor' ? 'consents.give-to-bank' : 'consents.give-to-guarantor'),
  },
  errors: shown.errors,
  bank: shown.fields.filter(({ name }) => name === 'institutionId' || name === 'purpose'),
  giving: givingShown(w, place, shown),
  action: '/consents',
  back: '/consents',
  once: newId(),
})

export const bankOptions = (banks: readonly Institution[]): Showing['options'] => ({
  institutionId: banks.map(({ id, name }) => ({ value: id, label: name })),
})
