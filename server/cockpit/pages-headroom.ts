import { shareOf } from '../dashboards/figures.ts'
import { showWan } from '../money/fen.ts'
import { wanCell } from '../platform/web/cells.ts'
import { barChart } from '../platform/web/charts.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import type { CockpitFigures } from './figures.ts'
import {
  leftOf,
  type Room,
  type RoomRule,
  roomRules,
  type Standing,
  standingOf,
  usedPpm,
} from './headroom.ts'
import { figure } from './pages-asking.ts'
import type { Asked } from './pages-day.ts'
import { headOf } from './pages-day.ts'
import { definedAt, type ShownPanel, type ShownTable } from './panel.ts'

const shownRooms = 6
const mostBars = 10
/** Where a cap or line is reached. */
const wholePpm = 1_000_000
/** Of all rules together; each rule's own list is whole. */
const mostShown = 30

const used = (room: Room): string => shareOf(Math.min(usedPpm(room), 9_999_000), 1_000_000) ?? ''
const whoWords = (w: Words, { who, under }: Room): string =>
  under ? w('cockpit.room-under', { who: who[w.language], under: under[w.language] }) : who[w.language]

const tones = { passed: 'bad', near: 'warn', open: undefined } as const satisfies Record<
  Standing,
  string | undefined
>

/** 余量: what comes nearest to its cap or line, and how much is left of it. */
export async function headroomPanel(w: Words, figures: CockpitFigures): Promise<ShownPanel> {
  const rooms = figures.headroom ?? null
  const links = [{ href: '/cockpit/headroom', label: w('cockpit.to-headroom') }]
  const panel = {
    id: 'headroom' as const,
    headlines: [],
    figures: [],
    chart: '',
    table: null,
    none: '',
    links,
  }
  if (!rooms) return { ...panel, title: w('cockpit.headroom-title'), none: w('cockpit.not-told') }
  const standing = (which: Standing) => rooms.filter((room) => standingOf(room) === which).length
  if (!rooms.length)
    return { ...panel, title: w('cockpit.headroom-none'), none: w('cockpit.headroom-none-text') }
  const passed = standing('passed')
  return {
    ...panel,
    title: saysOf(w, rooms),
    figures: [
      figure(w, 'headroom-passed', {
        ...{ value: showCount(passed), unit: w('cockpit.unit-rooms') },
        ...(passed ? { tone: 'bad' as const } : {}),
      }),
      figure(w, 'headroom-near', { value: showCount(standing('near')), unit: w('cockpit.unit-rooms') }),
    ],
    chart: await roomsChart(w, rooms.slice(0, shownRooms)),
    mark: w('cockpit.headroom-mark'),
    table: roomsTable(w, rooms.slice(0, shownRooms), ['left', 'used-part']),
  }
}

/** The finding: what is nearest, and what is left of it. */
function saysOf(w: Words, rooms: readonly Room[]): string {
  const [first] = rooms
  if (!first) return w('cockpit.headroom-none')
  const passed = leftOf(first) < 0
  return w(passed ? 'cockpit.headroom-passed-says' : 'cockpit.headroom-says', {
    ...{ who: whoWords(w, first), rule: w(`cockpit.room.${first.rule}`), share: used(first) },
    wan: showWan(passed ? (-leftOf(first) as Room['usedFen']) : leftOf(first)),
  })
}

const roomsChart = (w: Words, rooms: readonly Room[]): Promise<string> =>
  barChart(
    rooms.map((room) => ({
      label: `${cut(room.who[w.language])} · ${w(`cockpit.room-short.${room.rule}`)}`,
      ...{ value: Math.min(usedPpm(room), 1_500_000), shown: used(room) },
    })),
    210,
    wholePpm,
  )
const cut = (name: string): string => (name.length > 14 ? `${name.slice(0, 13)}…` : name)

const allColumns = ['used', 'limit', 'left', 'used-part'] as const

const roomsTable = (
  w: Words,
  rooms: readonly Room[],
  columns: readonly (typeof allColumns)[number][] = allColumns,
): ShownTable => ({
  caption: w('cockpit.headroom-caption'),
  columns: [
    { label: w('cockpit.column.whose') },
    ...columns.map((key) => ({
      ...{ label: w(`cockpit.column.${key}`), kind: 'number' as const },
    })),
  ],
  rows: rooms.map((room) => {
    const tone = tones[standingOf(room)]
    const cells = {
      ...{ used: wanCell(room.usedFen), limit: wanCell(room.limitFen), left: wanCell(leftOf(room)) },
      'used-part': tone ? { words: used(room), tone } : used(room),
    }
    return {
      cells: [
        {
          ...{ words: whoWords(w, room), note: `${w(`cockpit.room.${room.rule}`)} · ${room.by}` },
          ...(room.href ? { href: room.href } : {}),
        },
        ...columns.map((key) => cells[key]),
      ],
    }
  }),
})

/** Every cap and line as of now or of a day that was kept, all or those of one rule. */
export async function headroomPage(visit: SignedIn, asked: Asked, rule: RoomRule | null) {
  const { w, slice } = visit
  const kept = asked.kind === 'figures' ? (asked.shown.figures.headroom ?? null) : null
  const rooms = rule
    ? (kept ?? []).filter((room) => room.rule === rule)
    : (kept ?? []).slice(0, slice ? undefined : mostShown)
  const head = headOf(visit, asked, '/cockpit/headroom', rule ? { rule } : {})
  const day = head.asOf.isPast ? `on=${head.asOf.value}&` : ''
  const there = roomRules.filter((one) => kept?.some((room) => room.rule === one))
  return {
    ...head,
    title: w('cockpit.headroom-title'),
    back: { href: '/cockpit#headroom', label: w('figures.to-cockpit') },
    lead: [head.lead, w('cockpit.headroom-lead')].filter(Boolean).join(' '),
    tabs: [
      { href: `/cockpit/headroom?${day}`.replace(/[?&]$/, ''), label: w('cockpit.room-all'), current: !rule },
      ...there.map((one) => ({
        ...{ href: `/cockpit/headroom?${day}rule=${one}`, label: w(`cockpit.room.${one}`) },
        current: one === rule,
      })),
    ],
    says: rooms.length ? saysOf(w, rooms) : '',
    chart: rooms.length ? await roomsChart(w, rooms.slice(0, mostBars)) : '',
    mark: w('cockpit.headroom-mark'),
    table: rooms.length ? roomsTable(w, rooms) : null,
    defines: (['headroom-passed', 'headroom-near'] as const).map((code) => ({
      ...{ href: definedAt(code), label: w(`figures.name.${code}`) },
    })),
    nothing: head.none ?? {
      title: w(kept ? 'cockpit.headroom-none' : 'cockpit.not-told'),
      text: w(kept ? 'cockpit.headroom-none-text' : 'cockpit.headroom-not-kept'),
    },
  }
}
