import { fen, noFen } from '../money/fen.ts'
import { carried, choice, date, line, lines, optional, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { claimKinds, legalBases } from './claim.ts'
import { sureField } from './pages-sure.ts'
import { claimPapers } from './rule.ts'

const asked = {
  kind: choice(claimKinds, 'claims.kind', { control: 'radios' }),
  basis: choice(legalBases, 'claims.basis', { control: 'select' }),
  principalFen: yuan({ min: fen(1) }),
}
const said = { words: lines({ min: 4, max: 1000 }) }

/** What kind of paper the files of a form are. */
export const paperForm = form('claims', { paper: choice(claimPapers, 'claims.paper', { control: 'select' }) })

/** 代偿申请 where the arrangement covers principal alone. */
export const claimForm = form('claims', { ...asked, sure: sureField(), ...said })

/** The same where normal interest counts as well. */
export const interestForm = form('claims', {
  ...asked,
  interestFen: optional(yuan({ min: noFen })),
  interestFrom: optional(date()),
  interestUntil: optional(date()),
  sure: sureField(),
  ...said,
})

/** The version of the claim that lay before whoever acts on it: a sum that was changed meanwhile is looked at anew. */
const version = () => carried(/^\d{1,9}$/)

/** The button of a claim that asks for nothing else. */
export const stepForm = form('claims', { version: version() })

export const answerForm = form('claims', { answer: lines({ min: 2, max: 500 }), version: version() })

export const decisionForm = form('claims', {
  outcome: choice(['approved', 'refused'], 'claims.outcome', { control: 'radios' }),
  answer: optional(lines({ max: 500 })),
  version: version(),
})

const payment = { paidOn: date(), reference: line({ min: 2, max: 60 }) }
export const paymentForm = form('claims', { ...payment, version: version() })

/** A settlement is of one sum from the beginning to its end. */
export const settlingForm = form('claims', payment)

/** From when to when a statement goes. */
export const periodForm = form('claims', { from: date(), to: date() })
