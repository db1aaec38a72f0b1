import { bridgePapers } from '../bridge-pool/papers.ts'
import { type BridgePolicy, bridgeBorrowers } from '../bridge-pool/policy.ts'
import { fen } from '../money/fen.ts'
import {
  carried,
  choice,
  date,
  type Field,
  line,
  lines,
  optional,
  picked,
  whole,
  yuan,
} from '../platform/web/fields.ts'
import { yesNo } from '../platform/web/fields-measures.ts'
import { form } from '../platform/web/forms.ts'
import { fundingKinds, words } from './bridge.ts'

const id = /^[0-9a-z]{26}$/
const version = () => carried(/^\d{1,9}$/)
const months = () => optional(whole({ max: 600, unit: 'forms.unit-months' }))
const said = () => optional(lines({ max: 500 }))
const some = () => yuan({ min: fen(1) })

const asked = {
  borrower: choice(bridgeBorrowers, 'bridge-pool.borrower'),
  amountFen: some(),
  payOn: date(),
  backOn: date(),
  whyNot: lines({ min: 4, max: 500 }),
} as const

export const applyForm = form('bridges', { pool: picked(id), ...asked })
export const againForm = form('bridges', { ...asked, version: version() })
export const paperForm = form('bridges', {
  paper: choice(bridgePapers, 'bridge-pool.paper', { control: 'select' }),
})
export const completeForm = form('bridges', { lacking: optional(lines({ max: 500 })), version: version() })
type Exclusions = BridgePolicy['exclusions']

/** What the operator states, and his word: only what the terms of the pool ask for. */
export function checkFormOf(exclusions: Exclusions) {
  const { stoppedMonths, noVatMonths, overdueMonths, dishonestDebtors, marks } = exclusions
  const asked: Record<string, Field> = {
    ...(stoppedMonths === null ? {} : { stoppedMonths: months() }),
    ...(noVatMonths === null ? {} : { noVatMonths: months() }),
    ...(overdueMonths === null ? {} : { overdueMonths: months() }),
    ...(dishonestDebtors ? { dishonest: optional(yesNo()) } : {}),
    ...Object.fromEntries(marks.map((one) => [one, optional(yesNo())])),
  }
  const saying = { word: choice(words, 'bridges.word'), said: said(), version: version() }
  return form('bridges', { ...asked, ...saying })
}

/** The same as the facts that it states; what was not asked is not known. */
export function statedIn(value: Readonly<Record<string, unknown>>, { marks }: Exclusions) {
  const number = (name: string) => (typeof value[name] === 'number' ? value[name] : null)
  const truth = (name: string) => (typeof value[name] === 'boolean' ? value[name] : null)
  return {
    ...{ stoppedMonths: number('stoppedMonths'), noVatMonths: number('noVatMonths') },
    ...{ overdueMonths: number('overdueMonths'), dishonest: truth('dishonest') },
    marks: Object.fromEntries(
      marks.flatMap((one) => {
        const said = truth(one)
        return said === null ? [] : [[one, said]]
      }),
    ),
  }
}

export const wordForm = form('bridges', {
  word: choice(words, 'bridges.word'),
  said: said(),
  version: version(),
})
export const signForm = form('bridges', {
  amountFen: { ...some(), label: (w) => w('bridges.letter.amount') },
  ...{ validUntil: date(), newLoanBy: date() },
  ...{ letterNumber: line({ max: 60 }), signer: line({ max: 40 }) },
  ...{ accountName: line({ max: 80 }), accountNumber: line({ min: 6, max: 40 }) },
  version: version(),
})
export const ownMoneyForm = form('bridges', { ownMoneyFen: some(), ownMoneyOn: date(), version: version() })
export const payForm = form('bridges', { accountNumber: line({ min: 6, max: 40 }), version: version() })
export const newLoanForm = form('bridges', {
  ...{ newLoanFen: some(), newLoanOn: date(), newContract: line({ max: 60 }) },
  version: version(),
})
export const backForm = form('bridges', { amountFen: some(), returnedOn: date(), version: version() })
export const feeForm = form('bridges', { feeFen: yuan(), feePaidOn: date(), version: version() })
export const courtForm = form('bridges', {
  filedOn: date(),
  courtCase: line({ max: 80 }),
  version: version(),
})
/** A button that carries nothing but what was read. */
export const stepForm = form('bridges', { version: version() })
/** A firm takes back what is its own, and says why if it likes. */
export const withdrawForm = form('bridges', { why: optional(lines({ max: 500 })), version: version() })
/** An exit, in words that others read. */
export const whyForm = form('bridges', { why: lines({ min: 4, max: 500 }), version: version() })

export const fundingForm = form('bridges', {
  kind: choice(fundingKinds, 'bridges.funding'),
  ...{ funder: line({ max: 80 }), agreement: line({ max: 80 }), fundedFen: some() },
  ...{ agreedOn: date(), plannedOn: date() },
})
export const bookingForm = form('bridges', { bookedOn: date(), version: version() })
export const openForm = form('bridges', {
  ...{ nameZh: line({ max: 40 }), nameEn: line({ max: 60 }), code: line({ max: 20 }) },
  ...{ policy: picked(/^[a-z0-9-]{2,40}$/), institution: picked(id) },
})
