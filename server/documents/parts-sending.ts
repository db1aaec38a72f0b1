import { present } from '../platform/assert.ts'
import { mediaTypes } from '../platform/files/recognise.ts'
import { type Answer, type SignedIn, stream } from '../web.ts'
import { folderOf } from './actions.ts'
import { downloadName } from './pages.ts'
import { isShown } from './paper.ts'
import type { Paper } from './rows.ts'
import { documentRulesOn, uploadLimits } from './rules.ts'

/** A form with files is limited by the policy in force today. */
export const withFiles = {
  uploads: ({ parts, today }: SignedIn) => uploadLimits(documentRulesOn(parts.policies, today).value),
  perMinute: 60,
}

/** The bytes of a paper: within a page where a browser can show them, else as a download. */
export async function sent(
  { parts }: Pick<SignedIn, 'parts'>,
  paper: Paper,
  how: 'shown' | 'downloaded',
): Promise<Answer> {
  const folder = folderOf(parts)
  const length = present(await folder.size(paper.fileId), `the bytes of file ${paper.fileId}`)
  return stream({
    body: folder.read(paper.fileId),
    type: mediaTypes[paper.type],
    name: downloadName(paper),
    length,
    inline: how === 'shown' && isShown(paper.type),
  })
}
