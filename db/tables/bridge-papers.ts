import { bridgePapers as paperKinds } from '../../server/bridge-pool/papers.ts'
import { id, index, instant, only, state, table, text } from '../columns.ts'
import { bridges } from './bridges.ts'
import { storedFiles } from './documents.ts'

/** 申请材料: what a firm laid beside its application, by kind, for the operator's look whether all is there. */
export const bridgePapers = table(
  'bridge_papers',
  {
    id: id<'bridge-paper'>('id').primaryKey(),
    bridgeId: id<'bridge'>('bridge_id')
      .notNull()
      .references(() => bridges.id),
    fileId: id<'file'>('file_id')
      .notNull()
      .references(() => storedFiles.id),
    kind: state('kind', paperKinds).notNull(),
    /** What the sender called the file; shown, never opened by. */
    name: text('name').notNull(),
    addedAt: instant('added_at').notNull(),
    addedBy: id<'person'>('added_by').notNull(),
    /** Taken back before the operator found all complete. */
    endedAt: instant('ended_at'),
    endedBy: id<'person'>('ended_by'),
  },
  (t) => [
    only('bridge_papers_kind', t.kind, paperKinds),
    index('bridge_papers_bridge').on(t.bridgeId, t.id),
    index('bridge_papers_file').on(t.fileId),
    index('bridge_papers_added').on(t.addedBy, t.addedAt),
  ],
)
