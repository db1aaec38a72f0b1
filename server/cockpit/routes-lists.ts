import { bureauRoles } from '../accounts/index.ts'
import { withExport } from '../exports/index.ts'
import { drawdownsOf, repaymentsOf } from '../loans/index.ts'
import { fitRules } from '../matching/fit.ts'
import { isDay } from '../money/day.ts'
import { listed, one, oneMore } from '../platform/web/paging.ts'
import { type Answer, get, NotFound, page, Refusing, routes, type SignedIn } from '../web.ts'
import { cellAsked } from './forms.ts'
import { type Asked, dayShown, headOf } from './pages-day.ts'
import {
  bankCodes,
  banksPage,
  figureOfCell,
  inclusionCodes,
  inclusionPage,
  loansPage,
  unlockPage,
} from './pages-lists.ts'
import { loanPage } from './pages-loan.ts'
import { regionOf } from './parts.ts'
import { asking } from './parts-asking.ts'
import { takeLoans } from './parts-exports.ts'
import { behind, blockedNeeds, blockedSums, countOf, loanIn, loansOf } from './rows-lists.ts'

/* The way down from a figure of the cockpit to the single loan: as of the day that the cockpit shows, where rows can tell it. */

export const cockpitListRoutes = routes(
  ...withExport('/cockpit/inclusion', bureauRoles, 'inclusion', showInclusion, { figures: inclusionCodes }),
  ...withExport('/cockpit/unlock', bureauRoles, 'unlock', showUnlock, { figures: ['unlock'] }),
  ...withExport('/cockpit/banks', bureauRoles, 'banks', showBanks, { figures: bankCodes }),
  ...withExport('/cockpit/loans', bureauRoles, 'loans', showLoans, { book: takeLoans }),
  get('/cockpit/loans/:id', bureauRoles, showLoan),
)

type Told = Extract<Asked, { kind: 'figures' }>

/**
 * A page of the figures that the address asks for, or why there are none of its day (404, the day as it was typed); while they
 * are counted for the first time the cockpit says so.
 */
async function toldPage(
  visit: SignedIn,
  title: string,
  carried: Readonly<Record<string, string>>,
  show: (asked: Told, head: ReturnType<typeof headOf>) => Promise<Answer> | Answer,
): Promise<Answer> {
  const { w, path } = visit
  const asked = await asking(visit)
  if (asked.kind === 'counting') throw new Refusing({ code: 'cockpit-counting' }, '/cockpit')
  const head = headOf(visit, asked, path, carried)
  if (asked.kind === 'figures') return show(asked, head)
  const back = { href: '/cockpit', label: w('figures.to-cockpit') }
  const list = { title: w(title), table: null, pager: null, nothing: head.none, back }
  return page('cockpit/list', { ...head, ...list, lead: '' }, 404)
}

function showInclusion(visit: SignedIn): Promise<Answer> {
  const quarter = one(visit.query.quarter)
  return toldPage(visit, 'cockpit.inclusion-title', quarter ? { quarter } : {}, (asked, head) =>
    page('cockpit/tables', {
      ...head,
      ...inclusionPage(visit, asked.shown.figures, quarter, dayShown(asked), head.lead),
    }),
  )
}

function showBanks(visit: SignedIn): Promise<Answer> {
  return toldPage(visit, 'cockpit.banks-title', {}, (asked, head) =>
    page('cockpit/list', {
      ...{ ...head, ...banksPage(visit.w, asked.shown.figures, dayShown(asked), head.lead) },
      pager: null,
    }),
  )
}

function showUnlock(visit: SignedIn): Promise<Answer> {
  const { parts, me, query } = visit
  const rule = fitRules.find((known) => known === one(query.rule)) ?? null
  return toldPage(visit, 'cockpit.unlock-title', rule ? { rule } : {}, async (asked, head) => {
    const { blocks } = asked.shown.figures
    const day = dayShown(asked)
    const shared = { blocks, day, told: head.lead }
    if (!rule) {
      const shown = unlockPage(visit, { ...shared, rule, rows: [], pager: null, now: null })
      return page('cockpit/list', { ...head, ...shown })
    }
    const { read } = parts.store
    const { limit, offset } = oneMore(visit)
    const found = await blockedNeeds(read, regionOf(me), rule, limit, offset)
    const now = day ? await blockedSums(read, regionOf(me), rule) : null
    const shown = unlockPage(visit, { ...shared, rule, ...listed(found, visit), now })
    return page('cockpit/list', { ...head, ...shown })
  })
}

/** The list of now needs no figures, and does not wait for them. */
async function showLoans(visit: SignedIn): Promise<Answer> {
  const { parts, me, query, path, today } = visit
  const { read } = parts.store
  const carried = Object.fromEntries(
    ['quarter', 'county', 'of'].map((key) => [key, one(query[key])]).filter(([, value]) => value),
  )
  const show = async (told: Told | null, head: ReturnType<typeof headOf>) => {
    const day = told && dayShown(told)
    const knownAt = told && day ? told.shown.at : null
    const asked = cellAsked(query, parts.reference, regionOf(me), day?.on ?? today, knownAt)
    const { limit, offset } = oneMore(visit)
    const found = await loansOf(read, asked.cell, limit, offset)
    const count = day ? await countOf(read, asked.cell) : null
    const figure = told ? figureOfCell(told.shown.figures, asked) : null
    const behindIt = { listed: count, figure, told: head.lead }
    const shown = loansPage(visit, asked, day, { ...listed(found, visit), ...behindIt })
    return page('cockpit/list', { ...head, ...shown })
  }
  return one(query.on) === ''
    ? show(null, headOf(visit, { kind: 'counting' }, path, carried))
    : toldPage(visit, 'cockpit.loan-list', carried, show)
}

async function showLoan(visit: SignedIn): Promise<Answer> {
  const { parts, me, params, query, today } = visit
  const { read } = parts.store
  const found = await loanIn(read, regionOf(me), params.id ?? '')
  if (!found) throw new NotFound(`loan ${params.id}`)
  const { id } = found.loan
  const from = one(query.on)
  return page(
    'cockpit/loan',
    loanPage(visit, {
      found,
      drawdowns: await drawdownsOf(read, id),
      repayments: await repaymentsOf(read, id),
      stands: await behind(read, id),
      from: isDay(from) && from < today ? from : null,
    }),
  )
}
