import { dirname, join, resolve } from 'node:path'
import { databaseUrl } from './dialect.ts'

/**
 * The folder in which uploaded files lie: what the setting `FILES_FOLDER` says, else beside the database. It is outside
 * of everything that is served, and belongs to the database: they are backed up and restored together.
 */
export const filesFolderOf = (set: string | undefined, url: string = databaseUrl): string =>
  resolve(set || (url.startsWith('file:') ? join(dirname(url.slice('file:'.length)), 'files') : 'data/files'))
