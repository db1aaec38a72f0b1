/** An edition is proposed by one person, and published or sent back by another. */
export const editionStates = ['proposed', 'published', 'rejected'] as const
export type EditionState = (typeof editionStates)[number]

/** Where an edition may go from where it stands: once decided, nowhere. */
export const editionMoves: Readonly<Record<EditionState, readonly EditionState[]>> = {
  proposed: ['published', 'rejected'],
  published: [],
  rejected: [],
}
