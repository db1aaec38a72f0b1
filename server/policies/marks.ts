import type { Words } from '../platform/web/words.ts'
import { certaintyWords, type PolicyRow, versionName } from './policy.ts'

/** What stands beside a figure that a placeholder decided: the word for it, and where to read more. */
export type Mark = { readonly label: string; readonly href: string }

/**
 * The mark of a figure by the versions that decided it, as the figure keeps them: null when all of them have a
 * source. The first of several placeholders is named; its page tells what it sets.
 */
export function markOf(
  w: Words,
  rows: readonly PolicyRow[],
  by: string | readonly string[] | null | undefined,
): Mark | null {
  const versions = [by ?? []].flat()
  const found = rows.find((row) => row.certainty === 'placeholder' && versions.includes(versionName(row)))
  if (!found) return null
  return {
    label: w(certaintyWords('placeholder')),
    href: `/policies/${found.code}?version=${found.version}`,
  }
}
