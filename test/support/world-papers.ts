import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { caseDocuments, documents, storedFiles } from '../../db/tables/documents.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'
import { pdf } from './papers.ts'

type Place = {
  readonly document: Id<'document'>
  readonly enterprise: Id<'enterprise'>
  readonly application: Id<'application'>
}

/** A licence of Lin's firm that lies before bank A, with its bytes in the folder. */
export async function writePaper({ store, clock, cast, parts }: Town, place: Place): Promise<void> {
  const fileId = newId<'file'>()
  const bytes = pdf('licence')
  const folder = join(parts.config.filesFolder, fileId.slice(-2))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, fileId), bytes)
  const at = clock.now()
  await store.transact(async (tx) => {
    await tx.insert(storedFiles).values({
      id: fileId,
      hash: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      type: 'pdf',
      storedAt: at,
    })
    await tx.insert(documents).values({
      id: place.document,
      enterpriseId: place.enterprise,
      fileId,
      kind: 'business-licence',
      name: '营业执照.pdf',
      addedAt: at,
      addedBy: cast.lin.id,
      version: 1,
    })
    await tx.insert(caseDocuments).values({
      id: newId<'case-document'>(),
      applicationId: place.application,
      documentId: place.document,
      givenAt: at,
      givenBy: cast.lin.id,
    })
  })
}
