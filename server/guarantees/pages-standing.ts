import type { Person } from '../accounts/index.ts'
import { type Fen, fenOf, showYuan } from '../money/fen.ts'
import { million, showPercent } from '../money/rate.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { InForce } from '../policies/index.ts'
import type { bookNow } from './actions-figures.ts'
import { type Reserves, reservesShown } from './pages-exposure.ts'
import { positionOf } from './position.ts'
import { isMainlySmall, type LimitRules, leverageTimes } from './ratios.ts'
import type { Guarantee } from './rows.ts'
import type { NetAssets } from './rows-figures.ts'
import type { netAssetsList, relationsOfFirm } from './rows-lists.ts'

type Stated = Awaited<ReturnType<typeof netAssetsList>>
const tones = { stated: 'warn', approved: 'good', rejected: 'neutral' } as const

type Standing = {
  readonly book: Awaited<ReturnType<typeof bookNow>>
  readonly netAssets: NetAssets | null
  readonly stated: Stated
  readonly limits: InForce<LimitRules>
  readonly weights: InForce<unknown>
  readonly reserves: Reserves
}

/** A guarantor's book under the ratios of 683号, and the net assets that they rest on. */
export function standingPage(
  w: Words,
  me: Person,
  { book, netAssets, stated, limits, weights, reserves }: Standing,
) {
  const { stand, guarantees } = book
  const position = positionOf(stand)
  const times = leverageTimes(limits.value, position)
  const net = netAssets?.netAssetsFen ?? null
  const yuan = (amount: Fen) => w('guarantees.yuan', { yuan: showYuan(amount) })
  const limit = net === null ? null : fenOf(BigInt(net) * BigInt(times))
  return {
    title: w('guarantees.standing-title'),
    facts: [
      { label: w('guarantees.book.guarantees'), value: String(guarantees) },
      { label: w('guarantees.book.balance'), value: yuan(stand.balanceFen) },
      { label: w('guarantees.book.own'), value: yuan(stand.ownFen) },
      { label: w('guarantees.book.liability'), value: yuan(stand.liabilityFen), by: weights.version },
      { label: w('guarantees.book.committed'), value: yuan(stand.committedFen) },
      {
        label: w('guarantees.book.customers'),
        value: w('guarantees.book.customers-of', { all: stand.customers, small: stand.smallCustomers }),
      },
    ],
    limits: [
      {
        label: w('guarantees.book.net-assets'),
        value: net === null ? w('guarantees.not-known') : yuan(net),
        note: netAssets ? w('guarantees.as-of', { day: netAssets.asOf }) : w('guarantees.net-assets-none'),
      },
      {
        label: w('guarantees.cap.leverage'),
        value: w('guarantees.times', { times }),
        note: w(
          isMainlySmall(limits.value, position) ? 'guarantees.mainly-small' : 'guarantees.not-mainly-small',
        ),
        by: limits.version,
      },
      { label: w('guarantees.room.limit'), value: limit == null ? w('guarantees.not-known') : yuan(limit) },
      {
        label: w('guarantees.cap.customer-ratio'),
        value: showPercent(limits.value.customerPpm),
        note: partOf(w, net, limits.value.customerPpm),
      },
      {
        label: w('guarantees.cap.group-ratio'),
        value: showPercent(limits.value.groupPpm),
        note: partOf(w, net, limits.value.groupPpm),
      },
    ],
    reserves: reservesShown(w, reserves),
    statedTable: stated.length ? assetsTable(w, stated, false) : null,
    newHref: me.role === 'guarantor-manager' ? '/guarantor/assets/new' : null,
  }
}

function partOf(w: Words, net: Fen | null, perMillion: number): string | undefined {
  const found = net === null ? undefined : fenOf((BigInt(net) * BigInt(perMillion)) / million)
  return found === undefined ? undefined : w('guarantees.yuan', { yuan: showYuan(found) })
}

const assetsTable = (w: Words, stated: Stated, isBureau: boolean) => ({
  caption: w('guarantees.assets-caption'),
  columns: ['guarantor', 'asOf', 'netAssets', 'source', 'state'].map((key) => ({
    label: w(`guarantees.column.${key}`),
    ...(key === 'netAssets' ? { kind: 'number' } : {}),
  })),
  rows: stated.map(({ stated: one, guarantor }) => ({
    cells: [
      isBureau && one.state === 'stated'
        ? { words: guarantor, href: `/bureau/net-assets/${one.id}` }
        : guarantor,
      one.asOf,
      showYuan(one.netAssetsFen),
      one.source,
      {
        words: w(`guarantees.assets.${one.state}`),
        tone: tones[one.state],
        note: one.decisionWords ?? undefined,
      },
    ],
  })),
})

/** What guarantors stated, for the bureau: first what waits. */
export const assetsPage = (w: Words, stated: Stated) => ({
  title: w('guarantees.assets-list-title'),
  table: stated.length ? assetsTable(w, stated, true) : null,
})

export const decisionPage = (w: Words, { stated, guarantor }: Stated[number], shown: ShownForm) => ({
  title: w('guarantees.decision-title', { guarantor }),
  lead: w('guarantees.decision-text', {
    ...{ yuan: showYuan(stated.netAssetsFen), day: stated.asOf, source: stated.source },
  }),
  submitLabel: w('guarantees.decision-label'),
  ...shown,
  action: `/bureau/net-assets/${stated.id}`,
  back: '/bureau/net-assets',
  backLabel: w('guarantees.assets-list-title'),
  once: newId(),
})

/** Who belongs together with a customer: what stands, each to be ended with a reason, and the form for one more. */
export const relationsPage = (
  w: Words,
  { id, number }: Guarantee,
  relations: Awaited<ReturnType<typeof relationsOfFirm>>,
  shown: ShownForm,
) => ({
  title: w('guarantees.relations-page', { number }),
  back: `/guarantees/${id}`,
  relations: relations.map(({ relation, firm }) => ({
    id: relation.id,
    words: w('guarantees.relation-words', {
      ...{ kind: w(`guarantees.relation.${relation.kind}`), from: firm, to: relation.toName },
      share: relation.sharePpm === null ? '' : showPercent(relation.sharePpm),
    }),
    source: relation.source,
    action: `/guarantees/${id}/relations/ending`,
    once: newId(),
  })),
  ...shown,
  action: `/guarantees/${id}/relations`,
  once: newId(),
})
