import { shortRegion } from '../enterprises/divisions.ts'
import { industryName, placeName } from '../enterprises/names.ts'
import { initials } from '../enterprises/pinyin.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { Reference } from '../parts.ts'
import type { NeedDraft } from './draft.ts'

/** What of the firm a need carries along, so that the hall reads one table. */
export type Seat = {
  readonly name: string
  readonly region: string
  readonly industry: string
  readonly size: SizeClass | null
}

/** The columns of a need that come from its firm. */
export type Copied = Seat & { readonly search: string }

type Wording = Pick<NeedDraft, 'nameShown' | 'story'>

/**
 * Region to the town and industry to the division: an exact equal, which an index finds, is then all that the
 * finest filter of the hall needs.
 */
export const copiedFrom = (firm: Seat, draft: Wording, number: string, reference: Reference) =>
  copier(reference)(firm, draft, number)

/** The same for many needs: the letters of a trade, a place and the last firm are worked out once. */
export function copier(reference: Reference) {
  const known = new Map<string, readonly string[]>()
  const spelled = (name: string): readonly string[] => [name, initials(name)]
  const spelledOnce = (name: string): readonly string[] => {
    const there = known.get(name) ?? spelled(name)
    known.set(name, there)
    return there
  }
  let last = { name: '', spelled: spelled('') }
  return (firm: Seat, draft: Wording, number: string): Omit<Copied, 'name'> => {
    const region = shortRegion(firm.region).slice(0, 9)
    const industry = firm.industry.slice(0, 3)
    if (last.name !== firm.name) last = { name: firm.name, spelled: spelled(firm.name) }
    const search = [
      number,
      ...(draft.nameShown === 'shown' ? last.spelled : []),
      ...spelledOnce(industryName(reference, 'zh', industry)),
      ...spelledOnce(placeName(reference, 'zh', region)),
      draft.story,
    ]
    return { region, industry, size: firm.size, search: searchable(search.join(' ')) }
  }
}

/** Text as the hall's search compares it: small letters, no stray forms or blanks. */
export const searchable = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
