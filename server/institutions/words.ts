import type { Words } from '../platform/web/words.ts'
import type { InstitutionKind } from './institution.ts'

/** What an institution is, as lists and facts name it. */
export const kindWords = (w: Words, kind: InstitutionKind): string => w(`institutions.kind.${kind}`)
