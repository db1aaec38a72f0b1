import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { BridgePaper } from '../bridge-pool/papers.ts'
import { enterFile, keepFiles } from '../documents/index.ts'
import { documentRulesOn, megabyte } from '../documents/rules.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import type { FileId } from '../platform/files/folder.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Uploads } from '../platform/web/uploads.ts'
import { takesPapers } from './bridge.ts'
import type { With } from './parts-step.ts'
import * as rows from './rows.ts'
import * as papers from './rows-papers.ts'

type Brought = Outcome<{ readonly ids: readonly Id<'bridge-paper'>[]; readonly used: ReadonlySet<FileId> }>
type Looked = Parameters<typeof enterFile>[2]

/**
 * 申请材料: the firm lays papers of one kind beside its application, until the operator has found all complete.
 * Refuses: what `keepFiles` refuses, `bridge-papers-settled`, `too-many-today`, `quota-exceeded`.
 */
export const bringBridgePapers = (
  parts: With,
  by: By,
  id: Id<'bridge'>,
  uploads: Uploads,
  kind: BridgePaper,
) =>
  keepFiles(parts, uploads, (looked) => act(parts.store, by, (tx) => bring(tx, parts, by, id, looked, kind)))

async function bring(
  tx: Transaction,
  parts: With,
  by: By,
  bridgeId: Id<'bridge'>,
  looked: readonly Looked[],
  kind: BridgePaper,
): Promise<Brought> {
  const bridge = present(await rows.bridgeById(tx, bridgeId), 'the advance that was looked up')
  if (!takesPapers(bridge.state)) return refuse('bridge-papers-settled')
  const { value: rules } = documentRulesOn(parts.policies, by.today)
  const { id: addedBy } = present(by.person, 'somebody who brings papers')
  const today = await papers.addedSince(tx, addedBy, startOf(by.today))
  if (today + looked.length > rules.dailyFiles)
    return refuse('too-many-today', { field: 'file', values: { max: rules.dailyFiles } })
  const ids: Id<'bridge-paper'>[] = []
  const used = new Set<FileId>()
  for (const one of looked) {
    const { name, hash, bytes } = one
    const fileId = await enterFile(tx, by, one)
    used.add(fileId)
    const id = newId<'bridge-paper'>()
    await papers.addPaper(tx, { id, bridgeId, fileId, kind, name, addedAt: by.at, addedBy })
    await write(tx, by, {
      ...{ happening: 'bridges.paper-added', subject: { kind: 'bridge', id: bridgeId } },
      details: { paper: id, kind, name, hash, bytes },
    })
    ids.push(id)
  }
  if ((await papers.bytesOf(tx, bridgeId)) > rules.quotaMegabytes * megabyte)
    return refuse('quota-exceeded', { field: 'file', values: { max: rules.quotaMegabytes } })
  return done({ ids, used })
}

/** The firm takes a paper back that nobody found complete yet. Refuses `bridge-papers-settled`. */
export const takeBackBridgePaper = ({ store }: With, by: By, id: Id<'bridge-paper'>) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const found = present(await papers.paperById(tx, id), 'the paper that was looked up')
    const bridge = present(await rows.bridgeById(tx, found.bridgeId), 'the advance of a paper')
    if (found.endedAt !== null || !takesPapers(bridge.state)) return refuse('bridge-papers-settled')
    const endedBy = present(by.person, 'who takes a paper back').id
    await papers.endPaper(tx, id, { endedAt: by.at, endedBy })
    await write(tx, by, {
      ...{ happening: 'bridges.paper-removed', subject: { kind: 'bridge', id: bridge.id } },
      details: { paper: id, kind: found.kind, name: found.name, hash: found.hash },
    })
    return done()
  })
