import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { systemMilliseconds } from '../clock.ts'
import { newId } from '../ids.ts'
import type { Refusal } from '../outcome.ts'

/*
 * Files that people send. A route says how many it takes and how large; nobody else's are read. Each goes to a folder of
 * this process under a name of ours and is gone when the request is answered, whatever became of it: what is to stay, the
 * room moves away before.
 */

/** A file as it was sent, in the folder until the request is answered. */
export type Upload = {
  /** The field of the form. */
  readonly field: string
  /** What the sender called it: to be shown, never to be opened by. */
  readonly name: string
  readonly bytes: number
  /** SHA-256, in hexadecimal. */
  readonly hash: string
  readonly path: string
}

export type UploadLimits = { readonly files: number; readonly bytes: number }

/** The files of a form, and why they are not all there. */
export type Uploads = { readonly files: readonly Upload[]; readonly fault: Refusal | null }

export const noUploads: Uploads = { files: [], fault: null }

type Fields = Record<string, string | string[]>
type Received = { readonly fields: Fields; readonly uploads: Uploads }

declare module 'fastify' {
  interface FastifyInstance {
    /** Where uploads wait while their request is answered. */
    uploadFolder: string
  }
}

export async function takeUploads(app: FastifyInstance): Promise<void> {
  await app.register(multipart, { throwFileSizeLimit: false })
  await removeLeftFolders()
  const folder = await mkdtemp(join(tmpdir(), `${ours}${hostname()}-${process.pid}-`))
  app.decorate('uploadFolder', folder)
  app.addHook('onClose', () => rm(folder, { recursive: true, force: true }))
}

const ours = 'rongqiao-uploads-'
const dayInMilliseconds = 24 * 60 * 60 * 1000

/**
 * A process that was killed leaves its folder, and in it what people sent. Of this host, those of processes that do not live
 * are taken away. Of another host, or container, that shares the folder of temporary files, the processes cannot be seen, and
 * the number of a dead one may have been given to another: what nobody wrote into for a day is taken away, whoever's it is,
 * for no request lasts that long, and `keep` makes the folder of a process that was merely idle again.
 */
async function removeLeftFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(ours)) continue
    const path = join(tmpdir(), name)
    try {
      const isOld = (await lstat(path)).mtimeMs < systemMilliseconds() - dayInMilliseconds
      if (isOld || isOfDead(name)) await rm(path, { recursive: true, force: true })
    } catch {
      // Gone meanwhile, or another user's: neither keeps the program from its start.
    }
  }
}

function isOfDead(name: string): boolean {
  const here = `${ours}${hostname()}-`
  const pid = name.startsWith(here) ? /^(\d+)-[^-]+$/.exec(name.slice(here.length))?.[1] : undefined
  if (!pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    // A process that may not be asked lives.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/**
 * Reads a form with files, answers it by `work`, and leaves nothing behind. A file that is too large, or one too many, is
 * told as a fault, with the fields, so that the form can be shown again.
 */
export async function withUploads<Answer>(
  request: FastifyRequest,
  limits: UploadLimits,
  work: (received: Received) => Promise<Answer>,
): Promise<Answer> {
  if (isFarTooLarge(request, limits)) throw new TooLarge(limits)
  const kept: Upload[] = []
  try {
    return await work(await received(request, limits, kept))
  } finally {
    await Promise.all(kept.map(({ path }) => rm(path, { force: true })))
  }
}

/** A body that is larger than all the files together could be is not read at all. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
  readonly statusCode = 413
  /** What a page says of it: files are made smaller otherwise than words are. */
  readonly refusal: Refusal
  constructor({ files, bytes }: UploadLimits) {
    super('more than all files together may be')
    this.refusal = { code: 'uploads-far-too-large', values: { max: files, megabytes: bytes / megabyte } }
  }
}

class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
  readonly statusCode = 400
}

const isFarTooLarge = (request: FastifyRequest, { files, bytes }: UploadLimits): boolean =>
  Number(request.headers['content-length'] ?? 0) > files * bytes + megabyte

/** What a form may carry beside its files; a field longer than that is no answer to any question of ours. */
const fieldLimits = { fields: 60, fieldSize: 20_000, fieldNameSize: 100, parts: 120, headerPairs: 60 }

async function received(request: FastifyRequest, limits: UploadLimits, kept: Upload[]): Promise<Received> {
  const fields: Fields = {}
  // A file field in which nothing was chosen is sent as well, without a name and empty.
  const chosen: Upload[] = []
  let fault: Refusal | null = null
  const parts = request.parts({
    limits: { ...fieldLimits, files: limits.files, fileSize: limits.bytes },
  })
  try {
    for await (const part of parts) {
      if (part.type === 'file') {
        const upload = await keep(part, request.server.uploadFolder, kept)
        if (part.file.truncated) fault = tooLarge(limits)
        else if (upload.bytes > 0 || upload.name !== '') chosen.push(upload)
      } else if (part.valueTruncated || part.fieldnameTruncated) fault = { code: 'upload-not-readable' }
      else add(fields, part.fieldname, part.value)
    }
  } catch (error) {
    // The sender is gone: there is nobody to tell.
    if (request.raw.destroyed && !request.raw.readableEnded) throw new BrokenOff()
    fault = faultOf(error, limits)
  }
  return { fields, uploads: { files: fault ? [] : chosen, fault } }
}

type Part = {
  readonly fieldname: string
  readonly filename: string | undefined
  readonly file: Readable
}

/** Writes a file into the folder; it is noted before its first byte, so that whatever breaks, it is taken away. */
async function keep({ fieldname, filename, file }: Part, folder: string, kept: Upload[]): Promise<Upload> {
  const path = join(folder, newId<'upload'>())
  const entry = { field: fieldname, name: shownName(filename ?? ''), bytes: 0, hash: '', path }
  kept.push(entry)
  const hash = createHash('sha256')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  file.on('data', (chunk: Buffer) => {
    entry.bytes += chunk.length
    hash.update(chunk)
  })
  await pipeline(file, createWriteStream(path, { mode: 0o600 }))
  entry.hash = hash.digest('hex')
  return entry
}

/** The last part of a name, without signs that deceive or break a header; long ones are cut in the middle. */
export function shownName(sent: string): string {
  const name = (sent.split(/[/\\]/).at(-1) ?? '')
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff"<>|:*?]/gu, '')
    .trim()
  return name.length > 120 ? `${name.slice(0, 80)}…${name.slice(-39)}` : name
}

function add(fields: Fields, name: string, value: unknown): void {
  const text = typeof value === 'string' ? value : ''
  const before = fields[name]
  fields[name] = before === undefined ? text : [before, text].flat()
}

const megabyte = 1024 * 1024
const tooLarge = ({ bytes }: UploadLimits): Refusal => ({
  code: 'upload-too-large',
  values: { megabytes: bytes / megabyte },
})

function faultOf(error: unknown, limits: UploadLimits): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'FST_FILES_LIMIT') return { code: 'upload-too-many', values: { max: limits.files } }
  return { code: 'upload-not-readable' }
}
