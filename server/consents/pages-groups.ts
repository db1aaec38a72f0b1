import type { Firm, FirmYear } from '../enterprises/index.ts'
import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import { paidFacts, standingFacts, type TaxFacts } from '../tax-facts/index.ts'
import type { RequestState } from './consent.ts'
import { type ClosedReason, factsSeen, type Opening, unnamedFactsSeen } from './disclosure.ts'
import type { FactCode, UnnamedFactCode } from './facts.ts'
import type { DataKind } from './kind.ts'
import { ageFact, bandFacts, paidBandFacts, standingUndated } from './pages-unnamed.ts'
import type { Consent } from './rows.ts'

type Fact = { readonly label: string; readonly value: string; readonly note?: string }

/** A group of facts before a bank's person: what he may see and why, or that it is closed and what he can do. */
export type ShownGroup = {
  readonly kind: DataKind
  readonly title: string
  readonly open: boolean
  readonly facts: readonly Fact[]
  /** Papers are shown with the case's papers; a group that has nothing else says so. */
  readonly note: string | null
  /** "Why can I see this", naming the consent and its last day. */
  readonly why: string
  readonly consentHref: string | null
  readonly ask: { readonly href: string; readonly label: string } | null
}

/** What is known of the firm, loaded only where something of it is open. */
export type FirmKnown = {
  readonly firm: Firm
  /** The day on which it is known. */
  readonly on: Day
  readonly years: readonly FirmYear[]
  readonly mainBank: string | null
  /** What the tax bureau says, and whose word each fact is; null where taxes are closed. */
  readonly tax: TaxFacts | null
}

/** What became of the bank's last request for a kind. */
export type Asked = { readonly kind: DataKind; readonly state: RequestState; readonly answer: string | null }

type Place = {
  readonly openings: readonly Opening<Consent>[]
  readonly known: FirmKnown
  readonly requests: readonly Asked[]
  /** Where a kind that is closed can be asked for; null where nobody may be asked. */
  readonly askAt: ((kind: DataKind) => string) | null
}

export const groupsShown = (w: Words, place: Place): ShownGroup[] =>
  place.openings.map((opening) => {
    const facts = [
      ...factsSeen(opening).flatMap((code) => factWords(w, place.known, code)),
      ...unnamedFactsSeen(opening).flatMap((code) => unnamedWords(w, place.known, code)),
    ]
    const note = opening.state === 'open' && facts.length === 0 ? w('consents.with-papers') : null
    const head = { kind: opening.kind, title: w(`consents.kind.${opening.kind}`), facts, note }
    if (opening.state === 'open') {
      const { id, number, until, purpose } = opening.consent
      const purposeWords = w(`consents.purpose.${purpose}`)
      const why = w('consents.why-consent', { number, until, purpose: purposeWords })
      return { ...head, open: true, why, consentHref: `/consents/${id}`, ask: null }
    }
    const last = place.requests.find(({ kind }) => kind === opening.kind)
    const ask = askFor(w, opening, place, last)
    if (opening.state === 'contract')
      return { ...head, open: true, why: w('consents.why-contract'), consentHref: null, ask }
    return { ...head, open: false, why: closedWords(w, opening.because, last), consentHref: null, ask }
  })

/** A request that is open is waited for; an end that is final asks for nothing. */
function askFor(w: Words, opening: Opening, { askAt }: Place, last: Asked | undefined): ShownGroup['ask'] {
  const isOver = opening.state === 'closed' && opening.because === 'ended'
  if (askAt === null || isOver || last?.state === 'open') return null
  return { href: askAt(opening.kind), label: w('consents.ask') }
}

function closedWords(w: Words, because: ClosedReason, last: Asked | undefined): string {
  if (because !== 'ended' && last?.state === 'open') return w('consents.closed-asked')
  if (because === 'never' && last?.state === 'refused')
    return last.answer ? w('consents.closed-refused-why', { why: last.answer }) : w('consents.closed-refused')
  return w(`consents.closed.${because}`)
}

/** How many years of figures are of use to anybody. */
const yearsShown = 3

/** Where each stands among the lines that the tax facts make of it. */
const placeOf = { taxGrade: [0, 1], taxArrears: [1, 2], taxAbnormal: [2, 3] } as const

/** A fact before a bank that may not find out by it whose it is. */
function unnamedWords(w: Words, { firm, years, tax, on }: FirmKnown, code: UnnamedFactCode): Fact[] {
  switch (code) {
    case 'age':
      return [ageFact(w, firm, on)]
    case 'figureBands':
      return bandFacts(w, years.slice(0, yearsShown))
    case 'taxPaidBands':
      return tax ? paidBandFacts(w, tax) : []
    case 'taxGrade':
    case 'taxArrears':
    case 'taxAbnormal':
      return tax ? standingUndated(w, firm, tax).slice(...placeOf[code]) : []
  }
}

function factWords(w: Words, { firm, years, mainBank, tax }: FirmKnown, code: FactCode): Fact[] {
  switch (code) {
    case 'name':
      return [{ label: w('enterprises.field.name'), value: firm.name }]
    case 'uscc':
      return [{ label: w('enterprises.field.uscc'), value: firm.uscc }]
    case 'phone':
      return [{ label: w('enterprises.field.phone'), value: firm.phone }]
    case 'foundedOn':
      return [
        { label: w('enterprises.field.foundedOn'), value: firm.foundedOn ?? w('enterprises.not-known') },
      ]
    case 'mainBank':
      return [{ label: w('enterprises.field.mainBankId'), value: mainBank ?? w('enterprises.no-main-bank') }]
    case 'figures':
      return years.length
        ? years.slice(0, yearsShown).map((one) => yearWords(w, one))
        : [{ label: w('enterprises.figures-title'), value: w('enterprises.not-given') }]
    case 'taxGrade':
    case 'taxArrears':
    case 'taxAbnormal':
      return tax ? standingFacts(w, firm.taxGrade, tax).slice(...placeOf[code]) : []
    case 'taxPaid':
      return tax ? paidFacts(w, tax) : []
    case 'legalRepresentative':
      return [{ label: w('enterprises.field.legalRepresentative'), value: firm.legalRepresentative }]
  }
}

const yearWords = (w: Words, { year, employees, revenueFen, assetsFen }: FirmYear): Fact => ({
  label: w('consents.figures-of', { year }),
  value: [
    ...(employees === null ? [] : [w('consents.employees', { count: employees })]),
    ...(revenueFen === null ? [] : [w('consents.revenue', { yuan: showYuan(revenueFen) })]),
    ...(assetsFen === null ? [] : [w('consents.assets', { yuan: showYuan(assetsFen) })]),
  ].join(w('consents.comma')),
})
