import { type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Institution } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { newId } from '../platform/ids.ts'
import type { Showing, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { EnterpriseState } from './enterprise.ts'
import { industryName, placeName } from './names.ts'
import { yearsAsked } from './registration.ts'
import type { Firm, FirmYear } from './rows.ts'
import {
  type SizeFinding,
  type SizeGroup,
  sizeClass,
  sizeFigures,
  sizeGroupOf,
  sizeGroups,
} from './size-class.ts'

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

export const registerPage = (w: Words, shown: ShownForm) => ({
  title: w('enterprises.register-title'),
  ...shown,
  fields: shown.fields.map((field) =>
    field.name === 'uscc'
      ? { ...field, check: { url: '/register/code', words: w('enterprises.check-code') } }
      : field,
  ),
  once: newId(),
})

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
    facts: factsOf(w, reference, firm, bank, firm.uscc),
    size: sizeShown(w, firm, years[0] ?? null),
    figures: figuresTable(w, years, yearsAsked(today, firm.foundedOn)),
  }
}

function nextStep(w: Words, firm: Firm) {
  const text = firm.returnedFor ?? w(`enterprises.next.${firm.state}-text`)
  const [href, label] =
    firm.state === 'verified'
      ? ['/needs/new', w('enterprises.next.verified-label')]
      : firm.state === 'returned'
        ? ['/enterprise/edit', w('enterprises.next.returned-label')]
        : ['/needs/new', w('enterprises.next.under-review-label')]
  return { title: w(`enterprises.next.${firm.state}-title`), text, href, label }
}

const factsOf = (w: Words, reference: Reference, firm: Firm, bank: Institution | null, code: string) => [
  {
    label: w('enterprises.field.uscc'),
    value: code,
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
  {
    label: w('enterprises.field.taxGrade'),
    value: firm.taxGrade ? w(`enterprises.tax-grade.${firm.taxGrade}`) : w('enterprises.not-known'),
    note: w('enterprises.tax-grade-declared'),
  },
]

/** The size class with its rule: which group, which figures, which limits decided. */
function sizeShown(w: Words, firm: Firm, newest: FirmYear | null) {
  const nothing = { employees: null, revenueFen: null, assetsFen: null }
  const found = sizeClass({ industry: firm.industry, ...(newest ?? nothing) })
  if (!found.ok) return { name: w('enterprises.size.unknown'), why: w.refusal(found.refusal), table: null }
  const name = w(`enterprises.size.${found.size}`)
  if (found.group === null) return { name, why: w('enterprises.size-outside'), table: null }
  const why =
    found.size === 'unknown'
      ? w('enterprises.size-missing', { missing: missingWords(w, found) })
      : w('enterprises.size-by', {
          group: w(`enterprises.size-group.${found.group}`),
          year: newest?.year ?? '',
        })
  return { name, why, table: limitsTable(w, found.group, newest) }
}

const missingWords = (w: Words, found: Extract<SizeFinding, { size: 'unknown' }>): string =>
  found.missing.map((figure) => w(`enterprises.figure.${figure}`)).join(w('enterprises.comma'))

/** The limits of the group beside the firm's own figures; each limit counts from the number itself. */
function limitsTable(w: Words, group: SizeGroup, newest: FirmYear | null) {
  const limits: Partial<Record<(typeof sizeFigures)[number], readonly [number, number, number]>> =
    sizeGroups[group]
  const own = {
    employees: newest?.employees ?? null,
    revenue: newest?.revenueFen == null ? null : showYuan(newest.revenueFen),
    assets: newest?.assetsFen == null ? null : showYuan(newest.assetsFen),
  }
  return {
    caption: w('enterprises.limits-caption', { group: w(`enterprises.size-group.${group}`) }),
    columns: [
      { label: w('enterprises.limits-figure') },
      { label: w('enterprises.limits-own'), kind: 'number' },
      ...(['large', 'medium', 'small'] as const).map((size) => ({
        label: w(`enterprises.size.${size}`),
        kind: 'number',
      })),
    ],
    rows: sizeFigures.flatMap((figure) => {
      const steps = limits[figure]
      if (!steps) return []
      const unit = w(figure === 'employees' ? 'enterprises.people' : 'enterprises.wan')
      return [
        {
          cells: [
            w(`enterprises.figure.${figure}`),
            own[figure] ?? w('enterprises.not-known'),
            ...steps.map((step) => w('enterprises.at-least', { step, unit })),
          ],
        },
      ]
    }),
  }
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

export const editPage = (w: Words, shown: ShownForm) => ({
  title: w('enterprises.edit-title'),
  ...shown,
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
    facts: factsOf(w, reference, firm, bank, firm.uscc),
    figures: figuresTable(w, years, []),
    override: firm.usccOverride,
    errors: [...(forms?.verification.errors ?? []), ...(forms?.giveBack.errors ?? [])],
    forms: forms && {
      verification: { ...forms.verification, action: `/enterprises/${firm.id}/verification`, once: newId() },
      giveBack: { ...forms.giveBack, action: `/enterprises/${firm.id}/return`, once: newId() },
    },
    steps: timelineSteps(w, trail),
  }
}
