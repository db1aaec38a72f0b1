import { copyDatabase, Unsafe } from './backup-file.ts'
import { copyUploads } from './backup-uploads.ts'
import { databaseUrl, dialect } from './dialect.ts'
import { filesFolderOf } from './files-folder.ts'

/* `npm run backup -- data/backups/today.db`: a consistent, checked copy of the database with its uploaded files, also while it is in use. */

const say = (line: string) => process.stdout.write(`${line}\n`)
const [to] = process.argv.slice(2)

if (dialect === 'postgresql') {
  say('PostgreSQL is backed up by its own tools:')
  say('  pg_dump --format=custom --file=today.dump "$DATABASE_URL"')
  say('Then the uploaded files, which the database names (after it, never before):')
  say(`  rsync --archive ${filesFolderOf(process.env.FILES_FOLDER)}/ today.files/`)
  process.exit(1)
}
if (!to) {
  say('Say where to: npm run backup -- data/backups/today.db')
  process.exit(1)
}
try {
  await copyDatabase(databaseUrl.replace(/^file:/, ''), to)
  say(`${to} is written and checked; ${to}.sha256 is its mark, keep both.`)
  const { copied, faults } = await copyUploads(to, filesFolderOf(process.env.FILES_FOLDER))
  say(`${copied} uploaded files lie in ${to}.files, their sums in ${to}.files.sha256; they belong together.`)
  if (faults.length) {
    for (const fault of faults) say(fault)
    say('These files are wanting, here and in the copy. Look for them in an older copy.')
    process.exit(1)
  }
} catch (error) {
  if (!(error instanceof Unsafe)) throw error
  say(error.message)
  process.exit(1)
}
