import { type Fen, noFen, plus } from '../money/fen.ts'
import { joins, type Member, type Relation } from './related.ts'

/** What one firm has in force, and what of it the reader bears. */
export type FirmExposure = {
  readonly firmId: string
  readonly firm: string
  readonly balanceFen: Fen
  readonly shareFen: Fen
  readonly guarantees: number
}

/** Firms that belong together, with what they have in force as one. */
export type Circle = {
  /** Persons who control one of them, by their names; a circle of mutual guarantees may have none. */
  readonly controllers: readonly string[]
  readonly mutual: boolean
  readonly firms: readonly FirmExposure[]
  readonly balanceFen: Fen
  readonly shareFen: Fen
}

type Named = Relation & { readonly toName: string }

/**
 * 实际控制人 and 互保圈: groups by relations that join, each with what its firms have in force, the largest first. A group of
 * one firm is listed where somebody controls it, for the next firm of his belongs to it; one without anything in force is
 * none.
 */
export function circlesOf(
  relations: readonly Named[],
  exposures: readonly FirmExposure[],
  leastSharePpm: number,
): Circle[] {
  const live = relations.filter((one) => joins(one, leastSharePpm))
  const root = rootsOf(live)
  const groups = new Map<Member, Named[]>()
  for (const one of live) groups.set(root(one.from), [...(groups.get(root(one.from)) ?? []), one])
  const byFirm = new Map(exposures.map((one) => [one.firmId, one]))
  return [...groups.values()]
    .flatMap((own): Circle[] => {
      const members = new Set(own.flatMap(({ from, to }) => [from, to]))
      const firms = [...members].flatMap((member) => byFirm.get(member) ?? [])
      if (firms.length === 0) return []
      return [
        {
          controllers: [
            ...new Set(own.filter(({ kind }) => kind === 'controller').map(({ toName }) => toName)),
          ],
          mutual: own.some(({ kind }) => kind === 'mutual-guarantee'),
          firms: firms.toSorted((one, other) => other.balanceFen - one.balanceFen),
          balanceFen: plus(noFen, ...firms.map(({ balanceFen }) => balanceFen)),
          shareFen: plus(noFen, ...firms.map(({ shareFen }) => shareFen)),
        },
      ]
    })
    .toSorted((one, other) => other.balanceFen - one.balanceFen)
}

/** One name for all who belong together: each member points on, and the last of them speaks for all. */
function rootsOf(relations: readonly Relation[]): (member: Member) => Member {
  const next = new Map<Member, Member>()
  const root = (member: Member): Member => {
    let at = member
    for (let on = next.get(at); on !== undefined; on = next.get(at)) at = on
    if (at !== member) next.set(member, at)
    return at
  }
  for (const { from, to } of relations) {
    const [one, other] = [root(from), root(to)]
    if (one !== other) next.set(one, other)
  }
  return root
}
