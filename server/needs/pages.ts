import type { Firm } from '../enterprises/index.ts'
import { showWan, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import { dayOf } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Showing, ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { guaranteeModes } from '../products/product.ts'
import type { NeedDraft } from './draft.ts'
import { type NeedState, nameShown, openness } from './need.ts'
import type { Need } from './rows.ts'

export const stateTones = {
  draft: 'neutral',
  'under-review': 'info',
  published: 'good',
  'in-progress': 'info',
  financed: 'good',
  withdrawn: 'neutral',
  expired: 'warn',
} as const satisfies Record<NeedState, string>

/** The step that each state asks of the firm: where it leads, if anywhere. */
const nextHref: Readonly<Record<NeedState, (id: string) => string>> = {
  draft: (id) => `/needs/${id}`,
  'under-review': (id) => `/needs/${id}`,
  published: (id) => `/needs/${id}/fits`,
  'in-progress': (id) => `/needs/${id}/offers`,
  financed: () => '/loans',
  withdrawn: (id) => `/needs/new?from=${id}`,
  expired: (id) => `/needs/new?from=${id}`,
}

export const listPage = (w: Words, firm: Firm, shown: readonly Need[], pager: Pager) => ({
  title: w('needs.title'),
  waiting: firm.state === 'verified' ? null : w('needs.firm-under-review'),
  pager: pager.previousHref || pager.nextHref ? pager : null,
  table: shown.length
    ? {
        caption: w('needs.title'),
        columns: [
          { label: w('needs.column.number'), kind: 'code' },
          { label: w('needs.column.amount-wan'), kind: 'number' },
          { label: w('needs.column.months'), kind: 'number' },
          { label: w('needs.column.purpose') },
          { label: w('needs.column.state') },
          { label: w('needs.column.created'), kind: 'date' },
          { label: w('needs.column.next') },
        ],
        rows: shown.map((need) => ({
          cells: [
            { words: need.number, href: `/needs/${need.id}` },
            showWan(need.amountFen),
            need.months,
            w(`needs.purpose.${need.purpose}`),
            { words: w(`needs.state.${need.state}`), tone: stateTones[need.state] },
            dayOf(need.createdAt),
            { words: w(`needs.next.${stepOf(need)}`), href: nextHref[need.state](need.id) },
          ],
        })),
      }
    : null,
})

/** A draft that came back is another errand than a fresh one. */
const stepOf = (need: Need): string => (need.state === 'draft' && need.returnedFor ? 'returned' : need.state)

/** The choices that want a line of explanation beside them. */
export const showing = (w: Words): Showing => ({
  options: {
    guaranteeModes: guaranteeModes.map((mode) => ({
      value: mode,
      label: w(`products.guarantee-mode.${mode}`),
      hint: w(`needs.guarantee-hint.${mode}`),
    })),
    nameShown: nameShown.map((choice) => ({
      value: choice,
      label: w(`needs.name-shown.${choice}`),
      hint: w(`needs.name-shown-hint.${choice}`),
    })),
    openness: openness.map((choice) => ({
      value: choice,
      label: w(`needs.openness.${choice}`),
      hint: w(`needs.openness-hint.${choice}`),
    })),
  },
})

export type FormPlace = {
  readonly needId: string | null
  /** The draft that is to come of a form for a new one, as its address names it. */
  readonly draftId?: string | null
  readonly firm: Pick<Firm, 'state'>
}

/** The form of a need, new or edited; `preview` is filled by the room of matching. */
export const formPage = <Preview>(
  w: Words,
  { needId, draftId, firm }: FormPlace,
  shown: ShownForm,
  preview: Preview | null = null,
) => ({
  title: w(needId ? 'needs.edit-title' : 'needs.new-title'),
  waiting: firm.state === 'verified' ? null : w('needs.firm-under-review'),
  ...shown,
  action: needId ? `/needs/${needId}/edit` : `/needs/new${draftId ? `?draft=${draftId}` : ''}`,
  previewAction: `/needs/preview${draftId ? `?draft=${draftId}` : ''}`,
  cancelHref: needId ? `/needs/${needId}` : '/needs',
  preview,
  once: newId(),
})

/** A need as its form shows it. */
export const draftOf = (need: Need): NeedDraft => ({
  amountFen: need.amountFen,
  months: need.months,
  purpose: need.purpose,
  guaranteeModes: need.guaranteeModes,
  highestRatePpm: need.highestRatePpm,
  wantedBy: need.wantedBy,
  nameShown: need.nameShown,
  story: need.story,
  openness: need.openness,
})

/** What is asked for, in words, with the sum in yuan: for detail pages of every side. */
export const needWords = (w: Words, need: NeedDraft) => [
  { label: w('needs.field.amountFen'), value: w('needs.yuan', { amount: showYuan(need.amountFen) }) },
  { label: w('needs.field.months'), value: w('needs.months', { months: need.months }) },
  { label: w('needs.field.purpose'), value: w(`needs.purpose.${need.purpose}`) },
  {
    label: w('needs.field.guaranteeModes'),
    value: need.guaranteeModes.length
      ? need.guaranteeModes.map((mode) => w(`products.guarantee-mode.${mode}`)).join(w('needs.comma'))
      : w('needs.not-said'),
  },
  {
    label: w('needs.field.highestRatePpm'),
    value:
      need.highestRatePpm === null
        ? w('needs.not-said')
        : w('needs.rate', { rate: showPercent(need.highestRatePpm) }),
  },
  { label: w('needs.field.wantedBy'), value: need.wantedBy ?? w('needs.not-said') },
  { label: w('needs.field.story'), value: need.story || w('needs.not-said') },
]
