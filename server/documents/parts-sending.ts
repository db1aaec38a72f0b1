import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { present } from '../platform/assert.ts'
import { showInstant } from '../platform/clock.ts'
import { type Mark, marked } from '../platform/files/mark.ts'
import { mediaTypes } from '../platform/files/recognise.ts'
import { type Answer, Refusing, type SignedIn, stream } from '../web.ts'
import { folderOf } from './actions-keeping.ts'
import { downloadName } from './pages.ts'
import { isShown } from './paper.ts'
import { fileById, type Paper } from './rows.ts'
import { documentRulesOn, uploadLimits } from './rules.ts'

/** Who reads a paper, when and in which matter, as it stands over what he reads: by name, and by the id that no program lacks letters for. */
export const markOf = ({ me, by }: Pick<SignedIn, 'me' | 'by'>, number: string): Mark => {
  const at = showInstant(by.at)
  return {
    plain: `${me.id} ${at} ${number}`,
    words: [me.name, me.organisation, at, number].filter(Boolean).join(' '),
  }
}

/** A form with files is limited by the policy in force today. */
export const withFiles = {
  uploads: ({ parts, today }: SignedIn) => uploadLimits(documentRulesOn(parts.policies, today).value),
  perMinute: 60,
}

/** The same for a form that carries one file. */
export const withOneFile = {
  uploads: (visit: SignedIn) => ({ ...withFiles.uploads(visit), files: 1 }),
  perMinute: 60,
}

/** What is known of a file in the folder, by its id. */
export const storedFile = fileById

/**
 * The bytes of a paper: within a page where a browser can show them, else as a download. Who is not its firm reads a copy with
 * his name and the hour over every page (`mark`); what he downloads is the original, whose hash the firm knows. The file in
 * the folder is the same afterwards. Throws `paper-not-markable`, with the way back to the paper's page.
 */
export async function sent(
  { parts }: Pick<SignedIn, 'parts'>,
  paper: Pick<Paper, 'fileId' | 'name' | 'type'>,
  how: 'shown' | 'downloaded',
  mark: (Mark & { readonly back: string }) | null = null,
): Promise<Answer> {
  const folder = folderOf(parts)
  if (mark && how === 'shown' && isShown(paper.type)) {
    const copy = await marked(await buffer(folder.read(paper.fileId)), paper.type, mark)
    if (!copy) throw new Refusing({ code: 'paper-not-markable' }, mark.back)
    const name = downloadName(paper).replace(/\.[a-z]+$/, `.${copy.ending}`)
    const { bytes, type } = copy
    return stream({ body: Readable.from([bytes]), type, name, length: bytes.length, inline: true })
  }
  const length = present(await folder.size(paper.fileId), `the bytes of file ${paper.fileId}`)
  return stream({
    body: folder.read(paper.fileId),
    type: mediaTypes[paper.type],
    name: downloadName(paper),
    length,
    inline: how === 'shown' && isShown(paper.type),
  })
}
