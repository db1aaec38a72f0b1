import type { Reference } from '../parts.ts'
import { type Pager, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { regionWithin } from './divisions.ts'
import { enterpriseStates } from './enterprise.ts'
import { industryName, placeName } from './names.ts'
import { stateTones } from './pages.ts'
import type { FirmFilters, listFirms } from './rows.ts'
import { sizeClasses } from './size-class.ts'

type Row = Awaited<ReturnType<typeof listFirms>>[number]
type Query = Parameters<typeof withQuery>[1]

/** The bureau's and the townships' list of firms, within the reader's own region. */
export function listPage(
  w: Words,
  reference: Reference,
  own: string,
  filters: FirmFilters,
  query: Query,
  rows: readonly Row[],
  pager: Pager,
) {
  const fields = filterFields(w, reference, own, filters)
  return {
    title: w('enterprises.list-title'),
    filters: {
      action: '/enterprises',
      fields,
      active: chips(w, query, fields),
      clearHref: '/enterprises',
      target: '#firms',
    },
    pager: { ...pager, target: '#firms' },
    table: rows.length
      ? {
          caption: w('enterprises.list-title'),
          columns: ['name', 'uscc', 'region', 'industry', 'size', 'state'].map((key) => ({
            label: w(`enterprises.column.${key}`),
          })),
          rows: rows.map((row) => ({
            cells: [
              { words: row.name, href: `/enterprises/${row.id}` },
              row.uscc,
              placeName(reference, w.language, row.region),
              industryName(reference, w.language, row.industry),
              w(`enterprises.size.${row.size ?? 'unknown'}`),
              { words: w(`enterprises.state.${row.state}`), tone: stateTones[row.state] },
            ],
          })),
        }
      : null,
  }
}

/** What is asked for now, each to be taken away by itself. */
const chips = (w: Words, query: Query, fields: ReturnType<typeof filterFields>) =>
  fields.flatMap(({ name, label, value, options }) => {
    const chosen = options?.find((option) => option.value === value)?.label ?? (options ? '' : value)
    if (value === '' || chosen === '') return []
    return [
      {
        label: w('enterprises.chip', { label, value: chosen }),
        removeHref: withQuery('/enterprises', query, { [name]: null }),
      },
    ]
  })

type Filter = {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'select'
  readonly value: string
  readonly options?: readonly { readonly value: string; readonly label: string }[]
}

function filterFields(w: Words, reference: Reference, own: string, filters: FirmFilters): Filter[] {
  const any = { value: '', label: w('enterprises.any') }
  const places = reference.divisions.filter(
    ({ code, level }) => level !== 'village' && level !== 'city' && regionWithin(code, own),
  )
  const name = (one: { nameZh: string; nameEn: string }) => (w.language === 'zh' ? one.nameZh : one.nameEn)
  return [
    { name: 'q', label: w('enterprises.filter.q'), kind: 'text', value: filters.words },
    {
      name: 'region',
      label: w('enterprises.column.region'),
      kind: 'select',
      value: filters.region === own ? '' : filters.region,
      options: [
        any,
        ...places.map(({ code }) => ({ value: code, label: placeName(reference, w.language, code) })),
      ],
    },
    {
      name: 'section',
      label: w('enterprises.column.industry'),
      kind: 'select',
      value: filters.section,
      options: [
        any,
        ...reference.industries
          .filter(({ level }) => level === 'section')
          .map((one) => ({ value: one.code, label: `${one.code} ${name(one)}` })),
      ],
    },
    {
      name: 'size',
      label: w('enterprises.column.size'),
      kind: 'select',
      value: filters.size ?? '',
      options: [any, ...sizeClasses.map((value) => ({ value, label: w(`enterprises.size.${value}`) }))],
    },
    {
      name: 'state',
      label: w('enterprises.column.state'),
      kind: 'select',
      value: filters.state ?? '',
      options: [any, ...enterpriseStates.map((value) => ({ value, label: w(`enterprises.state.${value}`) }))],
    },
  ]
}
