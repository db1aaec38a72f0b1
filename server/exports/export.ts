/** An export is written, was done, was called off, or was lost with the program that wrote it; its file is gone some days later. */
export const exportStates = ['running', 'done', 'cancelled', 'lost', 'removed'] as const
export type ExportState = (typeof exportStates)[number]

/** Up to so many rows a file is made while the person waits; beyond, it is written behind the page. */
export const directRows = 5_000

/** So long after its last sign of life an export counts as lost. */
export const patienceMinutes = 2

/** So many days a file can be fetched. */
export const keptDays = 7
