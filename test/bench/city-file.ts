import { join } from 'node:path'
import { program, started, stopped } from './processes.ts'

/** What a program is started with on a database in a folder that goes with the benchmark. */
export const environmentOf = (folder: string, file: string, port: number) => ({
  ...{ DATABASE_URL: `file:${file}`, PORT: String(port), NODE_ENV: 'development' },
  ...{ LOG_LEVEL: 'error', FILES_FOLDER: join(folder, 'files') },
})

/** A file with the demo city as the program makes it, which nobody has open. */
export async function demoCity(folder: string, name: string, port: number): Promise<string> {
  const file = join(folder, name)
  await stopped(await started(program, [], environmentOf(folder, file, port), /shi\s/))
  return file
}
