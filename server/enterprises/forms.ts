import {
  carried,
  choice,
  date,
  line,
  lines,
  optional,
  phone,
  picked,
  secret,
  tick,
  whole,
  yuan,
} from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { borrowedBefore } from './borrowed-before.ts'
import { taxGrades } from './tax-grade.ts'

const industryCode = /^[A-T]\d{0,4}$/
const regionCode = /^\d{6,12}$/

/** What a firm says of itself; in the order in which it stands on a business licence. */
const particulars = {
  name: line({ min: 4, max: 80, autocomplete: 'organization' }),
  legalRepresentative: line({ min: 2, max: 30, autocomplete: 'name' }),
  phone: phone(),
  industry: picked(industryCode),
  region: picked(regionCode),
  foundedOn: date(),
}

const code = {
  uscc: line({ min: 1, max: 40 }),
  usccEvidence: optional(lines({ min: 6, max: 300 })),
}

export const registerForm = form('enterprises', {
  ...code,
  ...particulars,
  signInName: line({ min: 3, max: 40, autocomplete: 'username' }),
  password: secret('new-password'),
  again: secret('new-password'),
  consent: tick('enterprises.consent'),
})

const profile = {
  ...particulars,
  mainBankId: optional(picked()),
  taxGrade: optional(choice(taxGrades, 'enterprises.tax-grade', { control: 'select' })),
  borrowedBefore: optional(choice(borrowedBefore, 'enterprises.borrowed-before', { control: 'select' })),
  version: carried(/^\d{1,9}$/),
}

export const profileForm = form('enterprises', profile)

/** Until the bureau has verified the firm, a slip in its code can still be mended. */
export const unverifiedForm = form('enterprises', { ...code, ...profile })

export const figuresForm = form('enterprises', {
  employees: optional(whole({ max: 2_000_000, unit: 'forms.unit-people' })),
  revenueFen: optional(yuan()),
  assetsFen: optional(yuan()),
  version: carried(/^\d{1,9}$/),
})

export const verificationForm = form('enterprises', {
  reason: optional(lines({ min: 4, max: 300 })),
  version: carried(/^\d{1,9}$/),
})

export const returnForm = form('enterprises', {
  words: lines({ min: 4, max: 500 }),
  version: carried(/^\d{1,9}$/),
})
