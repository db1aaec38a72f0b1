/*
 * 关联方 and 互保圈: who belongs together. A relation is between two firms, or between a firm and a person who controls
 * it; relations are joined transitively, so that two firms of one controller are one group without being related to each
 * other in any row.
 */

export const relationKinds = ['controller', 'shareholder', 'mutual-guarantee'] as const
export type RelationKind = (typeof relationKinds)[number]

/** A firm by its id, or a person as the record names him. */
export type Member = string

export type Relation = {
  readonly kind: RelationKind
  readonly from: Member
  readonly to: Member
  /** Of a shareholder; null for the others. */
  readonly sharePpm: number | null
}

/** Whether a relation joins: a shareholder's from a share on, included. Guaranteeing each other makes a circle. */
export const joins = (
  { kind, sharePpm }: Pick<Relation, 'kind' | 'sharePpm'>,
  leastSharePpm: number,
): boolean => kind !== 'shareholder' || (sharePpm !== null && sharePpm >= leastSharePpm)

/** Everybody who belongs together with one member, itself included, by relations that join. In no order. */
export function groupOf(
  member: Member,
  relations: readonly Relation[],
  leastSharePpm: number,
): ReadonlySet<Member> {
  const neighbours = new Map<Member, Member[]>()
  const meet = (one: Member, other: Member) => neighbours.set(one, [...(neighbours.get(one) ?? []), other])
  for (const relation of relations)
    if (joins(relation, leastSharePpm)) {
      meet(relation.from, relation.to)
      meet(relation.to, relation.from)
    }
  const group = new Set<Member>([member])
  const open = [member]
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const other of neighbours.get(next) ?? [])
      if (!group.has(other)) {
        group.add(other)
        open.push(other)
      }
  return group
}
