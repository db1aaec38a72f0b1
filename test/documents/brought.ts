import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Person } from '../../server/accounts/index.ts'
import { bringPapers } from '../../server/documents/index.ts'
import type { PaperKind } from '../../server/documents/paper.ts'
import { type Day, day } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Upload } from '../../server/platform/web/uploads.ts'
import type { Town } from '../support/app.ts'
import { pdf } from '../support/papers.ts'

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-brought-'))
let count = 0

/** A file as the pipeline hands it to a room. */
export function upload(bytes: Buffer, name = '资料.pdf'): Upload {
  count += 1
  const path = join(folder, String(count))
  writeFileSync(path, bytes)
  return {
    field: 'file',
    name,
    bytes: bytes.length,
    hash: createHash('sha256').update(bytes).digest('hex'),
    path,
  }
}

export type Bringing = {
  readonly who?: Person
  readonly kind?: PaperKind
  readonly expiresOn?: string | null
  readonly into?: Id<'application'> | null
}

/** Brings files to the shelf of Lin's firm, or of whoever brings them, and from there into a case. */
export const brings = (
  { parts, by, cast }: Pick<Town, 'parts' | 'by' | 'cast'>,
  files: readonly Upload[],
  { who = cast.lin, kind = 'business-licence', expiresOn = null, into = null }: Bringing = {},
) =>
  bringPapers(
    parts,
    by(who),
    { enterpriseId: present(who.enterpriseId, 'a firm'), applicationId: into },
    { files, fault: null },
    { kind, expiresOn: expiresOn ? (day(expiresOn) satisfies Day) : null },
  )

/** One paper, whatever is in it. */
export const bringsOne = async (
  town: Pick<Town, 'parts' | 'by' | 'cast'>,
  words: string,
  bringing: Bringing = {},
): Promise<Id<'document'>> => {
  const outcome = await brings(town, [upload(pdf(words), `${words}.pdf`)], bringing)
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`)
  return present(outcome.ids[0], 'the paper just brought')
}

/** How many files lie in the folder of a town. */
export const filesOf = ({ parts }: Pick<Town, 'parts'>): string[] =>
  readdirSync(parts.config.filesFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('/'),
  )
