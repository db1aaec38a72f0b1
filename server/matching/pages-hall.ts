import type { ShownGroup } from '../consents/index.ts'
import type { Division } from '../enterprises/divisions.ts'
import { industryName, placeName } from '../enterprises/names.ts'
import { sizeClasses } from '../enterprises/size-class.ts'
import { type Day, daysBetween } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import { draftOf, type Need, needWords, stateTones } from '../needs/index.ts'
import { needPurposes } from '../needs/need.ts'
import type { Parts } from '../parts.ts'
import { dayOf } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import { one, type Pager, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { guaranteeModes } from '../products/product.ts'
import { ages, floors, type HallQuestion, type HallReading, hallQuestions, sorts } from './hall.ts'
import { firmFace } from './pages.ts'
import type { ReadFit } from './reading.ts'
import type { HallRow } from './rows-hall.ts'
import { conditionsForBank } from './words.ts'

type Reference = Parts['reference']
type Query = Readonly<Record<string, string | readonly string[]>>
type Option = { readonly value: string; readonly label: string }

const path = '/hall'
/** What htmx swaps: filters, table and pager together, so that chosen filters change with the rows. */
const target = '#hall'

export function hallPage(
  w: Words,
  reference: Reference,
  query: Query,
  { filters, faults }: HallReading,
  today: Day,
  rows: readonly HallRow[],
  pager: Pager,
) {
  const fields = filterFields(w, reference, query, filters.region, filters.industry, faults)
  return {
    title: w('matching.hall-title'),
    filters: { action: path, fields, active: chips(w, query, fields), clearHref: path, target },
    table: rows.length
      ? {
          caption: w(`matching.hall-caption.${filters.floor}`),
          columns: hallColumns(w),
          rows: rows.map((row) => hallCells(w, reference, row, today)),
        }
      : null,
    pager: { ...pager, target },
  }
}

const columnsOf = ['number', 'amount', 'months', 'purpose', 'firm', 'region', 'modes', 'age'] as const
const columnKinds: Partial<Record<(typeof columnsOf)[number], string>> = {
  number: 'code',
  amount: 'number',
  months: 'number',
  age: 'number',
}

const hallColumns = (w: Words) =>
  columnsOf.map((column) => ({
    label: w(`matching.hall-column.${column}`),
    ...(columnKinds[column] ? { kind: columnKinds[column] } : {}),
  }))

function hallCells(w: Words, reference: Reference, row: HallRow, today: Day) {
  const size = row.size ? w(`enterprises.size.${row.size}`) : null
  const industry = industryName(reference, w.language, row.industry)
  return {
    cells: [
      { words: row.number, href: `${path}/${row.id}` },
      showWan(row.amountFen),
      row.months,
      w(`needs.purpose.${row.purpose}`),
      {
        words: row.name ?? w('matching.anonymous'),
        note: size ? w('matching.industry-and-size', { industry, size }) : industry,
      },
      placeName(reference, w.language, row.region),
      modeWords(w, row.guaranteeModes),
      ageOf(w, row.publishedAt, today),
    ],
  }
}

const modeWords = (w: Words, modes: HallRow['guaranteeModes']): string =>
  modes.length
    ? modes.map((mode) => w(`products.guarantee-mode.${mode}`)).join(w('matching.comma'))
    : w('needs.not-said')

function ageOf(w: Words, publishedAt: HallRow['publishedAt'], today: Day): string {
  const days = publishedAt ? daysBetween(dayOf(publishedAt), today) : 0
  if (days === 0) return w('matching.today')
  return w('matching.days-ago', { days })
}

function filterFields(
  w: Words,
  reference: Reference,
  query: Query,
  region: string | null,
  industry: string | null,
  faults: HallReading['faults'],
) {
  const known = listsOf(w, reference)
  const fixed: Partial<Record<HallQuestion, readonly Option[]>> = {
    region: optionsWithin(w, known.regions, region, 6),
    industry: optionsWithin(w, known.industries, industry, 1),
    ...known.closed,
  }
  return hallQuestions.map((name) => {
    const options = fixed[name]
    const fault = faults[name]
    return {
      name,
      id: `filter-${name}`,
      label: w(`matching.filter.${name}`),
      kind: options ? 'select' : 'text',
      value: one(query[name]),
      ...(options ? { options } : {}),
      ...(name === 'from' || name === 'to'
        ? { inputmode: 'decimal', unit: w('matching.wan'), width: 'short' }
        : {}),
      ...(fault ? { error: w(`forms.${fault}`) } : {}),
    }
  })
}

type Place = Option & { readonly upper: boolean }
type Lists = {
  readonly regions: readonly Place[]
  readonly industries: readonly Place[]
  readonly closed: Partial<Record<HallQuestion, readonly Option[]>>
}

/** The lists of a language never change while the program runs. */
const lists = new WeakMap<Words, Lists>()

function listsOf(w: Words, reference: Reference): Lists {
  const known = lists.get(w)
  if (known) return known
  const any = { value: '', label: w('matching.any') }
  const closed = (list: readonly string[], words: (member: string) => string): Option[] =>
    list.map((value) => ({ value, label: words(value) }))
  const name = ({ nameZh, nameEn }: Pick<Division, 'nameZh' | 'nameEn'>) =>
    w.language === 'zh' ? nameZh : nameEn
  const made: Lists = {
    regions: reference.divisions
      .filter(({ level }) => level === 'county' || level === 'town')
      .map((one) => ({ value: one.code, label: name(one), upper: one.level === 'county' })),
    industries: reference.industries
      .filter(({ level }) => level === 'section' || level === 'division')
      .map((one) => ({
        value: one.code,
        label: `${one.code} ${name(one)}`,
        upper: one.level === 'section',
      })),
    closed: {
      size: [any, ...closed(sizeClasses, (size) => w(`enterprises.size.${size}`))],
      purpose: [any, ...closed(needPurposes, (purpose) => w(`needs.purpose.${purpose}`))],
      mode: [any, ...closed(guaranteeModes, (mode) => w(`products.guarantee-mode.${mode}`))],
      days: [any, ...closed(ages, (days) => w('matching.within-days', { days }))],
      floor: closed(floors, (floor) => w(`matching.floor.${floor}`)),
      sort: closed(sorts, (sort) => w(`matching.sort.${sort}`)),
    },
  }
  lists.set(w, made)
  return made
}

/** The upper places, and below the chosen one those within it: two short lists in place of one long. */
function optionsWithin(
  w: Words,
  places: readonly Place[],
  chosen: string | null,
  upperLength: number,
): Option[] {
  const upper = chosen?.slice(0, upperLength)
  const shown = places.filter((place) => place.upper || (upper && place.value.startsWith(upper)))
  return [
    { value: '', label: w('matching.any') },
    ...shown.map(({ value, label, upper: isUpper }) => ({
      value,
      label: isUpper ? label : w('matching.within', { label }),
    })),
  ]
}

/** What is chosen, each with the way back; the order of the list is always one of them and no filter. */
function chips(w: Words, query: Query, fields: ReturnType<typeof filterFields>) {
  return fields.flatMap(({ name, label, value, options }) => {
    if (value === '' || name === 'sort') return []
    const chosen = options?.find((option) => option.value === value)?.label ?? (options ? null : value)
    if (chosen === null || (name === 'floor' && value === 'published')) return []
    return [
      {
        label: w('matching.chip', { label, value: chosen.trim() }),
        removeHref: withQuery(path, query, { [name]: null }),
      },
    ]
  })
}

type HallNeed = {
  readonly need: Need
  /** Null as long as the firm stays anonymous to this bank. */
  readonly name: string | null
  readonly foundedOn: Day | null
  readonly application: { readonly id: string; readonly number: string } | null
  /** Why this bank may not take it now: another one has it to itself. */
  readonly held: Refusal | null
  readonly isTaxOpen: boolean
  /** What the firm has consented to this bank seeing. */
  readonly groups: readonly ShownGroup[]
  readonly fits: readonly ReadFit[]
  /** The version of the rule that ranked them. */
  readonly rule: string
}

/** `/hall/:id`: the public face of a need, and this bank's own products before it. */
export const hallNeedPage = (
  w: Words,
  reference: Reference,
  { need, name, foundedOn, application, held, isTaxOpen, groups, fits, rule }: HallNeed,
  today: Day,
) => ({
  title: w('needs.need-title', { number: need.number }),
  state: { label: w(`needs.state.${need.state}`), tone: stateTones[need.state] },
  name: name ?? w('matching.anonymous-long'),
  step: application
    ? {
        title: w('matching.taken-title'),
        text: w('matching.taken-text', { number: application.number }),
        href: `/applications/${application.id}`,
        label: w('matching.taken-label'),
      }
    : null,
  held: held && w.refusal(held),
  facts: needWords(w, draftOf(need)),
  firmFacts: [
    ...firmFace(w, reference, need, foundedOn, today),
    { label: w('matching.hall-column.age'), value: ageOf(w, need.publishedAt, today) },
    {
      label: w('needs.expires-on'),
      value: need.expiresOn ?? w('needs.not-said'),
      by: need.expiryPolicy,
    },
  ],
  groups,
  fits: fits.map((fit) => ({
    name: fit.product.terms.name,
    href: `/products/${fit.product.id}`,
    verdict: {
      label: w(`matching.verdict.${fit.verdict}`),
      tone: verdictTones[fit.verdict],
    },
    score: fit.score === null ? null : w('matching.score', { score: fit.score }),
    scoreBy: rule,
    haveLabel: w('matching.firm-side'),
    wantLabel: w('matching.product-side'),
    ...conditionsForBank(w, reference, fit.conditions, isTaxOpen),
    take:
      application || held || fit.verdict === 'not'
        ? null
        : { action: `${path}/${need.id}/applications`, productId: fit.product.id, once: newId() },
  })),
})

const verdictTones = { eligible: 'good', unknown: 'info', not: 'neutral' } as const
