import { type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Config } from '../config.ts'
import type { Institution } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { newId } from '../platform/ids.ts'
import type { Showing, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { EnterpriseState } from './enterprise.ts'
import { industryName, placeName } from './names.ts'
import { sizeShown } from './pages-size.ts'
import { yearsAsked } from './registration.ts'
import type { Firm, FirmYear } from './rows.ts'
import { sizeFigures, sizeGroupOf } from './size-class.ts'
import type { TaxGrade } from './tax-grade.ts'
import { checkUscc } from './uscc.ts'

export const stateTones = {
  'under-review': 'info',
  returned: 'warn',
  verified: 'good',
  closed: 'neutral',
} as const satisfies Record<EnterpriseState, string>

/** The lists of industries, towns and banks that forms choose from. */
export function showing(w: Words, reference: Reference, banks: readonly Institution[] = []): Showing {
  const { industries, divisions } = reference
  const name = (one: { nameZh: string; nameEn: string }) => (w.language === 'zh' ? one.nameZh : one.nameEn)
  const fine = industries.filter(({ code, level }) => level !== 'section' && sizeGroupOf(code).ok)
  const towns = divisions.filter(({ level }) => level === 'county' || level === 'town')
  return {
    options: {
      industry: fine.map((one) => ({ value: one.code, label: `${one.code} ${name(one)}` })),
      region: towns.map(({ code }) => ({ value: code, label: placeName(reference, w.language, code) })),
      mainBankId: banks.map(({ id, name }) => ({ value: id, label: name })),
    },
  }
}

export const registerPage = (
  w: Words,
  { passwordPolicy }: Pick<Config, 'passwordPolicy'>,
  shown: ShownForm,
) => ({
  title: w('enterprises.register-title'),
  ...shown,
  fields: withCheck(shown).map((field) =>
    field.name === 'password' ? { ...field, hint: w(`accounts.password-rules.${passwordPolicy}`) } : field,
  ),
  once: newId(),
})

/** The code answers as soon as it is typed; without a script the form says the same when it is sent. */
const withCheck = ({ fields }: ShownForm) =>
  fields.map((field) => (field.name === 'uscc' ? { ...field, check: '/register/code' } : field))

/** The firm before its own people: what to do next, who it is, its size and why, its figures. */
export function profilePage(
  w: Words,
  reference: Reference,
  today: Day,
  firm: Firm,
  years: readonly FirmYear[],
  bank: Institution | null,
) {
  return {
    title: firm.name,
    state: { label: w(`enterprises.state.${firm.state}`), tone: stateTones[firm.state] },
    step: nextStep(w, firm),
    facts: factsOf(w, reference, firm, bank),
    size: sizeShown(w, firm, years[0] ?? null),
    figures: figuresTable(w, years, yearsAsked(today, firm.foundedOn)),
    noFigures: w('enterprises.no-year-yet'),
    edit: firm.state === 'closed' ? null : { href: '/enterprise/edit', label: w('enterprises.edit') },
  }
}

function nextStep(w: Words, firm: Firm) {
  const text = firm.returnedFor ?? w(`enterprises.next.${firm.state}-text`)
  const href = {
    verified: '/needs/new',
    'under-review': '/needs/new',
    returned: '/enterprise/edit',
    closed: '/',
  }
  return {
    title: w(`enterprises.next.${firm.state}-title`),
    text,
    href: href[firm.state],
    label: w(`enterprises.next.${firm.state}-label`),
  }
}

const factsOf = (w: Words, reference: Reference, firm: Firm, bank: Institution | null) => [
  {
    label: w('enterprises.field.uscc'),
    value: firm.uscc,
    ...(firm.usccOverride ? { note: w('enterprises.code-by-evidence') } : {}),
  },
  { label: w('enterprises.field.legalRepresentative'), value: firm.legalRepresentative },
  { label: w('enterprises.field.phone'), value: firm.phone },
  {
    label: w('enterprises.field.industry'),
    value: `${firm.industry} ${industryName(reference, w.language, firm.industry)}`,
  },
  { label: w('enterprises.field.region'), value: placeName(reference, w.language, firm.region) },
  { label: w('enterprises.field.foundedOn'), value: firm.foundedOn ?? w('enterprises.not-known') },
  { label: w('enterprises.field.mainBankId'), value: bank?.name ?? w('enterprises.no-main-bank') },
  gradeFact(w, firm),
  {
    label: w('enterprises.field.borrowedBefore'),
    value: w(`enterprises.borrowed-before.${firm.borrowedBefore ?? 'not-said'}`),
  },
]

/** The tax bureau's word where it gave one, and what the firm declares as declared. */
function gradeFact(w: Words, firm: Firm) {
  const label = w('enterprises.field.taxGrade')
  const words = (grade: TaxGrade | null) =>
    grade ? w(`enterprises.tax-grade.${grade}`) : w('enterprises.not-known')
  if (!firm.taxBureauGrade)
    return { label, value: words(firm.taxGrade), note: w('enterprises.tax-grade-declared') }
  const values = { year: firm.taxBureauYear ?? '', declared: words(firm.taxGrade) }
  return { label, value: words(firm.taxBureauGrade), note: w('enterprises.tax-grade-stated', values) }
}

function figuresTable(w: Words, years: readonly FirmYear[], asked: readonly number[]) {
  const known = new Map(years.map((one) => [one.year, one]))
  const all = [...new Set([...asked, ...known.keys()])].toSorted((one, other) => other - one)
  return {
    caption: w('enterprises.figures-title'),
    columns: [
      { label: w('enterprises.year') },
      ...sizeFigures.map((figure) => ({ label: w(`enterprises.figure.${figure}`), kind: 'number' })),
      { label: w('enterprises.change'), kind: 'actions' },
    ],
    rows: all.map((year) => {
      const one = known.get(year)
      return {
        cells: [
          String(year),
          one?.employees ?? w('enterprises.not-given'),
          one?.revenueFen == null ? w('enterprises.not-given') : showYuan(one.revenueFen),
          one?.assetsFen == null ? w('enterprises.not-given') : showYuan(one.assetsFen),
          asked.includes(year)
            ? {
                links: [
                  {
                    href: `/enterprise/figures/${year}`,
                    label: w(one ? 'enterprises.change-figures' : 'enterprises.give-figures'),
                  },
                ],
              }
            : '',
        ],
      }
    }),
  }
}

export const editPage = (w: Words, firm: Firm, shown: ShownForm) => ({
  title: w('enterprises.edit-title'),
  ...shown,
  fields: withCheck(shown),
  notice: w(firm.state === 'verified' ? 'enterprises.edit-verified' : 'enterprises.edit-unverified'),
  once: newId(),
})

export const figuresPage = (w: Words, year: number, shown: ShownForm) => ({
  title: w('enterprises.figures-of', { year }),
  ...shown,
  action: `/enterprise/figures/${year}`,
  once: newId(),
})

/** The firm before the bureau: everything, with the decision where one is due. */
export function bureauPage(
  w: Words,
  reference: Reference,
  firm: Firm,
  years: readonly FirmYear[],
  bank: Institution | null,
  trail: readonly TrailRow[],
  forms: { verification: ShownForm; giveBack: ShownForm } | null,
) {
  return {
    title: firm.name,
    state: { label: w(`enterprises.state.${firm.state}`), tone: stateTones[firm.state] },
    size: sizeShown(w, firm, years[0] ?? null),
    facts: factsOf(w, reference, firm, bank),
    figures: figuresTable(w, years, []),
    doubts: doubtsOf(w, firm),
    forms: forms && {
      verification: {
        ...forms.verification,
        fields: forms.verification.fields.map((field) => reasonField(field, firm)),
        action: `/enterprises/${firm.id}/verification`,
        once: newId(),
      },
      giveBack: { ...forms.giveBack, action: `/enterprises/${firm.id}/return`, once: newId() },
    },
    steps: timelineSteps(w, trail),
    taxHref: `/enterprises/${firm.id}/tax-facts`,
  }
}

/** Words are asked for where the bureau takes a code on evidence, and are nobody's duty elsewhere. */
const reasonField = ({ hint, ...field }: ShownForm['fields'][number], { usccOverride }: Firm) =>
  field.name === 'reason' && usccOverride ? { ...field, hint, required: true } : field

/** What about the code wants a look at the licence; an inner code that does not hold is a warning only. */
function doubtsOf(w: Words, firm: Firm): { title: string; text: string }[] {
  const { expectedCheck, orgCodeOk } = checkUscc(firm.uscc)
  const evidence = firm.usccOverride
  return [
    ...(evidence === null
      ? []
      : [{ title: w('enterprises.override-title', { expected: expectedCheck ?? '' }), text: evidence }]),
    ...(orgCodeOk === false
      ? [{ title: w('enterprises.inner-code-title'), text: w('enterprises.inner-code-text') }]
      : []),
  ]
}
