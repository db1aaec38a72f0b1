import type { Application } from '../applications/index.ts'
import type { ShownGroup, WrittenShown } from '../consents/index.ts'
import { industryName, placeName } from '../enterprises/index.ts'
import { conditionsForBank } from '../matching/index.ts'
import type { ReadFit } from '../matching/reading.ts'
import type { Day } from '../money/day.ts'
import { showWan, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Need } from '../needs/index.ts'
import type { Reference } from '../parts.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { banksOf, casesOf, LookBank, looksFor, SecondLook } from './rows.ts'
import { isOpenOn, type LookState, lookStateOn, type ProposalState } from './second-look.ts'
import { countyOf, tradeOf, unnamedCondition } from './unnamed.ts'

const lookTones: Readonly<Record<LookState, string>> = {
  open: 'good',
  withdrawn: 'neutral',
  expired: 'neutral',
  ended: 'neutral',
}
const answerTones: Readonly<Record<ProposalState, string>> = {
  asked: 'info',
  proposed: 'good',
  passed: 'neutral',
}

type Opening = {
  readonly application: Pick<Application, 'id' | 'number'>
  readonly banks: number
  readonly text: WrittenShown
  /** What the text says of what is opened. */
  readonly holds: readonly string[]
}

/** `/applications/:id/second-look`: what other banks will see, and the firm's consent to it. */
export const openPage = (w: Words, { application, banks, text, holds }: Opening, shown: ShownForm) => ({
  title: w('second-looks.open-title', { number: application.number }),
  lead: w('second-looks.open-lead', { count: banks }),
  banks,
  shows: [...holds, ...['need', 'reason'].map((key) => w(`second-looks.shows-${key}`))],
  hides: ['identity', 'contact', 'words'].map((key) => w(`second-looks.hides-${key}`)),
  text,
  ...shown,
  action: `/applications/${application.id}/second-looks`,
  back: `/applications/${application.id}`,
  once: newId(),
})

type Mine = {
  readonly look: SecondLook
  readonly application: Pick<Application, 'id' | 'number'>
  readonly banks: Awaited<ReturnType<typeof banksOf>>
  readonly cases: Awaited<ReturnType<typeof casesOf>>
  readonly today: Day
  readonly mayWithdraw: boolean
}

/** The firm before its own second look: who may look, who proposed what, and the way to take either up or back. */
export function minePage(w: Words, { look, application, banks, cases, today, mayWithdraw }: Mine) {
  const open = isOpenOn(look, today)
  const caseFor = ({ productId, answeredAt }: LookBank) =>
    cases.find((one) => one.productId === productId && answeredAt !== null && one.submittedAt >= answeredAt)
  return {
    title: w('second-looks.title', { number: look.number }),
    state: {
      label: w(`second-looks.state.${lookStateOn(look, today)}`),
      tone: lookTones[look.state],
    },
    back: { href: `/applications/${application.id}`, words: application.number },
    until: w('second-looks.until', { day: look.until }),
    withdrawal:
      open && mayWithdraw
        ? { action: `/second-looks/${look.id}/withdrawal`, version: look.version, once: newId() }
        : null,
    proposals: banks
      .filter(({ answer }) => answer.state === 'proposed')
      .map(({ answer, bank, product }) => {
        const there = caseFor(answer)
        return {
          bank,
          product: product ?? '',
          words: answer.words,
          applyHref:
            open && !there ? `/needs/${look.needId}/applications/new?product=${answer.productId}` : null,
          caseHref: there ? `/applications/${there.id}` : null,
        }
      }),
    table: {
      caption: w('second-looks.banks-caption'),
      columns: [{ label: w('second-looks.column.bank') }, { label: w('second-looks.column.answer') }],
      rows: banks.map(({ answer, bank }) => ({
        cells: [bank, { words: w(`second-looks.answer.${answer.state}`), tone: answerTones[answer.state] }],
      })),
    },
  }
}

type Listed = Awaited<ReturnType<typeof looksFor>>[number]

/** `/second-looks` of a bank: declined elsewhere, and open to it. */
export const listPage = (w: Words, reference: Reference, rows: readonly Listed[], pager: Pager) => ({
  title: w('second-looks.list-title'),
  pager,
  table: rows.length
    ? {
        caption: w('second-looks.list-caption'),
        columns: ['number', 'amount', 'months', 'purpose', 'firm', 'reason', 'until', 'answer'].map(
          (key) => ({
            label: w(`second-looks.column.${key}`),
            ...(key === 'amount' || key === 'months' ? { kind: 'number' } : {}),
          }),
        ),
        rows: rows.map((row) => ({
          cells: [
            { words: row.number, href: `/second-looks/${row.id}` },
            showWan(row.amountFen),
            row.months,
            w(`needs.purpose.${row.purpose}`),
            {
              words: placeName(reference, w.language, countyOf(row.region)),
              note: industryName(reference, w.language, tradeOf(row.industry)),
            },
            row.reason ? w(`applications.decline-reason.${row.reason}`) : '',
            row.until,
            { words: w(`second-looks.answer.${row.answer}`), tone: answerTones[row.answer] },
          ],
        })),
      }
    : null,
})

type Theirs = {
  readonly look: SecondLook
  readonly application: Pick<Application, 'declineReason' | 'declineFacts'>
  readonly need: Need
  readonly answer: LookBank
  readonly groups: readonly ShownGroup[]
  readonly fits: readonly ReadFit[]
  /** Whether the firm lets this bank read its tax data for the second look. */
  readonly isTaxOpen: boolean
}

/** A bank before a case that another declined: figures and the reason's code, nothing that says who the firm is. */
export function theirsPage(w: Words, reference: Reference, shown: Theirs, form: ShownForm) {
  const { look, application, need, answer, groups, fits, isTaxOpen } = shown
  return {
    title: w('second-looks.title', { number: look.number }),
    answer: { label: w(`second-looks.answer.${answer.state}`), tone: answerTones[answer.state] },
    until: w('second-looks.until', { day: look.until }),
    facts: [
      {
        label: w('needs.field.amountFen'),
        value: w('applications.yuan', { yuan: showYuan(need.amountFen) }),
      },
      { label: w('needs.field.months'), value: w('applications.months', { months: need.months }) },
      { label: w('needs.field.purpose'), value: w(`needs.purpose.${need.purpose}`) },
      ...(need.highestRatePpm === null
        ? []
        : [{ label: w('needs.field.highestRatePpm'), value: showPercent(need.highestRatePpm) }]),
      {
        label: w('needs.field.guaranteeModes'),
        value:
          need.guaranteeModes
            .map((mode) => w(`products.guarantee-mode.${mode}`))
            .join(w('applications.comma')) || w('needs.not-said'),
      },
      {
        label: w('second-looks.column.firm'),
        value: placeName(reference, w.language, countyOf(need.region)),
        note: industryName(reference, w.language, tradeOf(need.industry)),
      },
      {
        label: w('applications.declined-because'),
        value: application.declineReason ? w(`applications.decline-reason.${application.declineReason}`) : '',
        ...(application.declineFacts?.length
          ? {
              note: application.declineFacts
                .map((fact) => w(`applications.evidence.${fact}`))
                .join(w('applications.comma')),
            }
          : {}),
      },
    ],
    groups,
    fits: fits.map((fit) => ({
      name: fit.product.terms.name,
      verdict: w(`second-looks.verdict.${fit.verdict}`),
      ...conditionsForBank(
        w,
        reference,
        fit.conditions.filter(({ met }) => met !== 'yes').map(unnamedCondition),
        isTaxOpen,
      ),
    })),
    sides: { haveLabel: w('matching.firm-side'), wantLabel: w('matching.product-side') },
    ...form,
    action: `/second-looks/${look.id}/proposals`,
    pass: answer.state === 'asked' ? { action: `/second-looks/${look.id}/passing`, once: newId() } : null,
    once: newId(),
  }
}
