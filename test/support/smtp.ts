import { type AddressInfo, createServer, type Socket } from 'node:net'
import { after } from 'node:test'

export type Received = { readonly from: string; readonly to: string; readonly raw: string }

/**
 * As much of a mail server as letters need (RFC 5321): it keeps what it is given, on a free port of the loopback
 * address. `answers` lets it refuse a command, by its first word or the whole of it.
 */
export async function openMailServer(answers: (command: string) => string | null = () => null) {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    const say = (line: string) => socket.write(`${line}\r\n`)
    let [held, from, to, data]: [string, string, string, string | null] = ['', '', '', null]
    const obey = (line: string) => {
      const word = line.slice(0, 4).toUpperCase()
      const own = answers(line)
      if (own) return say(own)
      if (word === 'EHLO') return say('250-loopback\r\n250-8BITMIME\r\n250 AUTH PLAIN')
      if (word === 'AUTH') return say('235 2.7.0 welcome')
      if (word === 'MAIL') from = /<(.*?)>/.exec(line)?.[1] ?? ''
      if (word === 'RCPT') to = /<(.*?)>/.exec(line)?.[1] ?? ''
      if (word === 'DATA') {
        data = ''
        return say('354 go on')
      }
      say(word === 'QUIT' ? '221 bye' : '250 ok')
      if (word === 'QUIT') socket.end()
    }
    say('220 loopback')
    socket.on('data', (chunk) => {
      held += chunk.toString('utf8')
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end)
        held = held.slice(end + 2)
        if (data === null) obey(line)
        else if (line === '.') {
          received.push({ from, to, raw: data })
          data = null
          say('250 kept')
        } else data += `${line.replace(/^\.\./, '.')}\n`
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { received, url: `smtp://rongqiao:geheim@127.0.0.1:${port}` }
}

/** A header as it stands, its folded lines put together and its coded words read. */
export function headerOf({ raw }: Received, name: string): string {
  const [head = ''] = raw.split('\n\n')
  const found = new RegExp(`^${name}: (.*(?:\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? ''
  return found
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : quoted(text.replaceAll('_', ' ')),
    )
}

/** The text of a letter. */
export function textOf(letter: Received): string {
  const body = letter.raw.slice(letter.raw.indexOf('\n\n') + 2)
  return /base64/i.test(headerOf(letter, 'Content-Transfer-Encoding'))
    ? Buffer.from(body, 'base64').toString()
    : quoted(body.replace(/=\n/g, ''))
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString()
