import { actorWords } from '../audit/index.ts'
import type { Firm } from '../enterprises/index.ts'
import type { Day } from '../money/day.ts'
import { newId } from '../platform/ids.ts'
import type { Showing, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { isPersonal } from './kind.ts'
import { holdsWords, writtenShown } from './pages-text.ts'
import type { ConsentRequest } from './rows-requests.ts'
import type { Written } from './written.ts'

type RequestShown = {
  readonly request: ConsentRequest
  readonly bank: string
  /** The number of the case that the bank asks in. */
  readonly number: string
  readonly firm: Firm
  readonly written: Written
  readonly today: Day
  /** Whether this reader may answer: a natural person's data is his own. */
  readonly mayGive: boolean
}

type Forms = { readonly accept: ShownForm; readonly refuse: ShownForm }

/** What a bank asks for and why, with the text in full; one box to agree, or a no that costs nothing. */
export function requestPage(w: Words, shown: RequestShown, { accept, refuse }: Forms) {
  const { request, bank, number, firm, written, today, mayGive } = shown
  const { id, kind, purpose, why, asker, lapsesOn, state } = request
  const isOpen = state === 'open' && today <= lapsesOn
  return {
    title: w('consents.request-title', { bank }),
    state: w(`consents.request-state.${state === 'open' && !isOpen ? 'lapsed' : state}`),
    isOpen,
    facts: [
      { label: w('consents.column.bank'), value: bank, note: actorWords(w, asker) },
      {
        label: w('consents.column.kind'),
        value: w(`consents.kind.${kind}`),
        note: holdsWords(w, written, kind),
      },
      { label: w('consents.column.purpose'), value: w(`consents.purpose.${purpose}`) },
      { label: w('consents.asked-why'), value: why },
      { label: w('consents.column.case'), value: number },
      { label: w('consents.column.lapses'), value: lapsesOn },
    ],
    text: writtenShown(w, kind, written),
    caseHref: `/applications/${request.applicationId}`,
    accept: mayGive ? { ...accept, action: `/consents/requests/${id}/acceptance`, once: newId() } : null,
    personNote:
      isPersonal(kind) && !mayGive ? w('consents.person-only', { name: firm.legalRepresentative }) : null,
    refuse: { ...refuse, action: `/consents/requests/${id}/refusal`, once: newId() },
  }
}

/** The one box names what is agreed to. */
export const agreedOption = (
  w: Words,
  { kind }: Pick<ConsentRequest, 'kind'>,
  bank: string,
  { legalRepresentative }: Pick<Firm, 'legalRepresentative'>,
): Showing['options'] => ({
  agreed: [
    {
      value: 'yes',
      label: isPersonal(kind)
        ? w('consents.agreed-person', { name: legalRepresentative, bank })
        : w('consents.agreed-firm', { kind: w(`consents.kind.${kind}`), bank }),
    },
  ],
})
