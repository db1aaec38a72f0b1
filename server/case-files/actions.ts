import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { Id } from '../platform/ids.ts'

type Taken = { readonly sums: string; readonly files: number; readonly withheld: number }

/**
 * The trail of a case says who took its file away, and by the hash of its sums (SHA-256) which one that was: whoever shows
 * a file later can be told whether it is the same. Written before the first byte leaves.
 */
export const noteTaken = (store: Store, by: By, id: Id<'application'>, taken: Taken): Promise<void> =>
  store.transact((tx) =>
    write(tx, by, {
      happening: 'case-files.taken',
      subject: { kind: 'application', id },
      details: taken,
    }),
  )
