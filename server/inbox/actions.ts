import type { Reader, Store, Transaction } from '../../db/index.ts'
import { type By, bureauRoles, type PersonId, type Role } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { plusMinutes } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { slicesOf } from '../platform/work/breaths.ts'
import { sweptSize, untilNone } from '../platform/work/slices.ts'
import { mailNotices } from './actions-mail.ts'
import type { NoticeKind, NoticeValues } from './notice.ts'
import * as rows from './rows.ts'
import { forgetMailLinks } from './rows-mail.ts'

/** Whom a notice is for. People who may not sign in any more are told nothing. */
export type Recipient =
  | { readonly person: PersonId }
  /** Everybody of a firm. */
  | { readonly firm: Id<'enterprise'> }
  /** The officer of a case; where it has none, or he left the bank, everybody at the bank's desks. */
  | { readonly bank: Id<'institution'>; readonly officer: PersonId | null }
  | { readonly managersOf: Id<'institution'> }
  /** Those of one role there: of a pool's people each has steps of his own. */
  | { readonly at: Id<'institution'>; readonly role: Role }
  /** The bureau's people who answer for a place, by its division code. */
  | { readonly bureauOf: string }
  /** The same of the industry bureau. */
  | { readonly industryOf: string }

export type Notice = {
  readonly to: readonly Recipient[]
  readonly kind: NoticeKind
  /** The key of a sentence: `<room>.notice.<what happened>`. */
  readonly words: string
  readonly values?: NoticeValues
  /** Where the reader goes: the page about it, which he has the right to see. */
  readonly href: string
  readonly subject: { readonly kind: string; readonly id: string }
  /** Told to nobody twice under the same key, for work that may run again; without it each call tells. */
  readonly once?: string
}

/**
 * 通知: tells people what happened, in the transaction in which it happens; if that is undone, nobody was told. Whoever
 * did it himself is left out. The open pages of those people hear of it within a second or two, and those who chose so
 * get mail. Answers how many were told.
 */
export async function notify(tx: Transaction, by: By, notice: Notice): Promise<number> {
  const told = new Set<PersonId>()
  for (const one of notice.to) for (const { id } of await peopleAt(tx, one)) told.add(id)
  const added = await rows.addNotices(tx, noticeRows(by, notice, told))
  await mailNotices(tx, by, notice.kind, added)
  return added.length
}

/** Notices of one statement. */
const atOnce = 400

/**
 * The same of many things that happened at once: a few statements for all of them. `written` hears how many notices were
 * written since its last word.
 */
export async function notifyAll(
  tx: Transaction,
  by: By,
  all: readonly Notice[],
  written: (count: number) => unknown = () => undefined,
): Promise<void> {
  const peopleOf = await addressBook(tx, all)
  const made: ReturnType<typeof noticeRows>[number][] = []
  for (const notice of all) {
    const told = new Set<PersonId>()
    for (const one of notice.to) for (const id of await peopleOf(one)) told.add(id)
    made.push(...noticeRows(by, notice, told))
  }
  for (const kind of new Set(made.map((row) => row.kind)))
    for (const slice of slicesOf(
      made.filter((row) => row.kind === kind),
      atOnce,
    )) {
      await mailNotices(tx, by, kind, await rows.addNotices(tx, slice))
      await written(slice.length)
    }
}

/** Who is meant by each recipient: firms are looked up all together, anybody else once. */
async function addressBook(from: Reader, all: readonly Notice[]) {
  const known = new Map<string, readonly PersonId[]>()
  const firms = all.flatMap(({ to }) => to.flatMap((one) => ('firm' in one ? [one.firm] : [])))
  for (const slice of slicesOf([...new Set(firms)], atOnce)) {
    const found = new Map<string | null, PersonId[]>(slice.map((firm) => [firm, []]))
    for (const { id, enterpriseId } of await rows.peopleOfFirms(from, slice))
      found.get(enterpriseId)?.push(id)
    for (const [firm, own] of found) known.set(JSON.stringify({ firm }), own)
  }
  return async (one: Recipient): Promise<readonly PersonId[]> => {
    const key = JSON.stringify(one)
    const there = known.get(key) ?? (await peopleAt(from, one)).map(({ id }) => id)
    known.set(key, there)
    return there
  }
}

/** One for each of these people but the one who did it himself. */
const noticeRows = (
  by: By,
  { to: _, once, values = {}, subject, ...rest }: Notice,
  told: ReadonlySet<PersonId>,
) =>
  [...told]
    .filter((personId) => personId !== by.person?.id)
    .map((personId) => ({
      ...{ ...rest, values, personId, subjectKind: subject.kind, subjectId: subject.id },
      id: newId<'notice'>(),
      onceKey: once ?? null,
      at: by.at,
      readAt: null,
    }))

async function peopleAt(from: Reader, to: Recipient): Promise<readonly { readonly id: PersonId }[]> {
  if ('person' in to) return rows.activeOf(from, [to.person])
  if ('firm' in to) return rows.peopleOfFirm(from, to.firm)
  if ('managersOf' in to) return rows.managersOf(from, to.managersOf)
  if ('at' in to) return rows.roleAt(from, to.at, to.role)
  if ('bureauOf' in to) return rows.officeOf(from, bureauRoles, to.bureauOf)
  if ('industryOf' in to) return rows.officeOf(from, ['industry-officer'], to.industryOf)
  const officer = to.officer ? await rows.officerAt(from, to.bank, to.officer) : []
  return officer.length ? officer : rows.deskOf(from, to.bank)
}

/** Marks one notice, all up to one, or all about one thing as read. Answers how many were unread. */
export const read = (store: Store, by: By, personId: PersonId, which: rows.Which) =>
  act(store, by, (tx) => readIn(tx, by, personId, which))

/** The same within a transaction that is open already. */
export async function readIn(
  tx: Transaction,
  by: By,
  personId: PersonId,
  which: rows.Which,
): Promise<Outcome<{ readonly count: number }>> {
  return done({ count: await rows.markRead(tx, personId, which, by.at) })
}

/** A year after it was read a notice is of no use to anybody. */
const keptDays = 365

/** The nightly job: lets go of what was read long ago, and of links that proved an address long ago. */
export async function sweepNotices(store: Store, by: By): Promise<void> {
  const before = plusMinutes(by.at, -keptDays * 24 * 60)
  await untilNone(store, (tx, limit) => rows.forgetNotices(tx, before, limit), sweptSize)
  await untilNone(store, (tx, limit) => forgetMailLinks(tx, before, limit), sweptSize)
}
