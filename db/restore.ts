import { checkCopy, restoreDatabase, Unsafe } from './backup-file.ts'
import { checkUploads, restoreUploads } from './backup-uploads.ts'
import { databaseUrl, dialect } from './dialect.ts'
import { filesFolderOf } from './files-folder.ts'

/*
 * `npm run restore -- data/backups/today.db [--replace] [--without-files]`: puts a copy in the place of the database, and
 * its uploaded files back into their folder.
 */

const say = (line: string) => process.stdout.write(`${line}\n`)
const words = process.argv.slice(2)
const [copy] = words.filter((word) => !word.startsWith('--'))

if (dialect === 'postgresql') {
  say('PostgreSQL is restored by its own tools, with the program stopped:')
  say('  pg_restore --clean --if-exists --dbname="$DATABASE_URL" today.dump')
  say('And the uploaded files:')
  say(`  rsync --archive today.files/ ${filesFolderOf(process.env.FILES_FOLDER)}/`)
  process.exit(1)
}
if (!copy) {
  say('Say which copy: npm run restore -- data/backups/today.db')
  process.exit(1)
}
try {
  const to = databaseUrl.replace(/^file:/, '')
  const withFiles = !words.includes('--without-files')
  await checkCopy(copy)
  if (withFiles) await checkUploads(copy)
  const old = await restoreDatabase(copy, to, words.includes('--replace'))
  say(`${to} is now the copy ${copy}.${old ? ` What was there lies in ${old}.` : ''}`)
  if (withFiles) {
    const folder = filesFolderOf(process.env.FILES_FOLDER)
    say(`${await restoreUploads(copy, folder)} uploaded files were put back into ${folder}.`)
  } else say('The uploaded files were left as they are.')
} catch (error) {
  if (!(error instanceof Unsafe)) throw error
  say(error.message)
  process.exit(1)
}
