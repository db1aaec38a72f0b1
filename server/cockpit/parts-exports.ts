import { setImmediate as breath } from 'node:timers/promises'
import type { Reader } from '../../db/index.ts'
import { placeName } from '../enterprises/index.ts'
import { handOver } from '../exports/index.ts'
import { type Answer, Refusing, type SignedIn } from '../web.ts'
import { onDay } from './dated.ts'
import { cellAsked, exportForm, exportKeys } from './forms.ts'
import { dayShown } from './pages-day.ts'
import { figuresSheets, loanSheets } from './pages-export.ts'
import { regionOf } from './parts.ts'
import { asking } from './parts-asking.ts'
import { countOf, type LoanCell, loansAfter } from './rows-lists.ts'

/* The workbooks of the cockpit that hold more than its pages: every figure with the tables behind it, and loan after loan. */

/** What a form of ours carries; a page carries what else stood in its address. */
const sentIn = ({ body }: SignedIn) => {
  const sent = Object(body) as Record<string, unknown>
  return exportForm.read(Object.fromEntries(exportKeys.map((key) => [key, sent[key]])))
}

export async function takeFigures(visit: SignedIn): Promise<Answer> {
  const { w, parts, me, by } = visit
  const read = sentIn(visit)
  if (!read.ok) throw new Refusing({ code: 'cockpit-not-asked' }, '/cockpit')
  const { on, entry } = read.value
  const asked = await asking({ ...visit, query: { on: on ?? '', entry: entry ?? '' } })
  if (asked.kind !== 'figures') throw new Refusing({ code: 'cockpit-no-figures' }, '/cockpit')
  const { figures } = asked.shown
  const place = placeName(parts.reference, w.language, regionOf(me))
  const filters = [
    [w('cockpit.as-of'), figures.on],
    [w('exports.entry'), String(asked.entry)],
  ] as const
  const sheets = figuresSheets(w, parts.reference, figures, { place, filters, by })
  return handOver(visit, '/cockpit', sheets, {
    ...{ what: 'cockpit', filters: { region: regionOf(me), on: figures.on, entry: String(asked.entry) } },
    ...{ name: `cockpit-${figures.on}.xlsx`, rows: figures.banks.length + figures.inclusion.length },
  })
}

export async function takeLoans(visit: SignedIn): Promise<Answer> {
  const { w, parts, me, by, today } = visit
  const { read } = parts.store
  const sent = sentIn(visit)
  if (!sent.ok) throw new Refusing({ code: 'cockpit-not-asked' }, '/cockpit/loans')
  const asked = sent.value
  const query = { quarter: asked.quarter ?? '', county: asked.county ?? '', of: asked.of ?? '' }
  const told = await asking({ ...visit, query: { on: asked.on ?? '', entry: asked.entry ?? '' } })
  if (told.kind === 'none') throw new Refusing({ code: 'cockpit-no-figures' }, '/cockpit')
  const day = dayShown(told)
  const knownAt = day && told.kind === 'figures' ? told.shown.at : null
  const { cell, quarter, county } = cellAsked(query, parts.reference, regionOf(me), day?.on ?? today, knownAt)
  const place = placeName(parts.reference, w.language, cell.region)
  const filters = [
    [w('exports.from'), cell.from],
    [w('exports.to'), cell.to],
    [w('cockpit.column.what'), w(`exports.kind.${cell.kind}`)],
    [w('cockpit.as-of'), day?.on ?? today],
    ...(day
      ? [
          [w('exports.entry'), String(day.entry)] as const,
          [w('exports.of-now'), w('exports.of-now-text')] as const,
        ]
      : []),
  ] as const
  const sheets = loanSheets(w, parts.reference, allOf(read, cell), { place, filters, by })
  const back = onDay(`/cockpit/loans?quarter=${quarter}&county=${county}&of=${cell.kind}`, day)
  const { region, from, to, kind } = cell
  return handOver(visit, back, sheets, {
    ...{ what: 'loans', filters: { region, from, to, kind, on: day?.on ?? today } },
    ...{ name: `loans-${quarter || cell.from.slice(0, 4)}.xlsx`, rows: await countOf(read, cell) },
  })
}

const loansAtOnce = 1_000

/** All loans of a cell, piece by piece, with a breath between in which pages have their turn. */
async function* allOf(from: Reader, cell: LoanCell) {
  for (let after = ''; ; ) {
    const found = await loansAfter(from, cell, after, loansAtOnce)
    yield* found
    after = found.at(-1)?.id ?? ''
    if (found.length < loansAtOnce) return
    await breath()
  }
}
