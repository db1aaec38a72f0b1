/** What a match was made of; when one of them is another today, the match is of yesterday. */
export const staleCauses = ['facts', 'shelf', 'rule', 'schemes'] as const
export type StaleCause = (typeof staleCauses)[number]

export type Marks = {
  readonly factsFingerprint: string
  readonly shelfFingerprint: string
  readonly ruleVersion: string
  /** Versions of the shelf's schemes and of the LPR; a match from before schemes counted has none. */
  readonly schemes: readonly string[]
}

/** Why a stored match no longer holds; empty as long as it does. */
export function staleBecause(then: Marks, now: Marks): StaleCause[] {
  return [
    ...(then.factsFingerprint === now.factsFingerprint ? [] : (['facts'] as const)),
    ...(then.shelfFingerprint === now.shelfFingerprint ? [] : (['shelf'] as const)),
    ...(then.ruleVersion === now.ruleVersion ? [] : (['rule'] as const)),
    ...(then.schemes.join() === now.schemes.join() ? [] : (['schemes'] as const)),
  ]
}
