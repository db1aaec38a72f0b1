import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'

/** Bytes of one answer as they cross the wire, headers included; a browser takes br and gzip. */
export async function bytesOf(
  url: string,
  cookie = '',
): Promise<{ readonly bytes: number; readonly text: string }> {
  const agent = new Agent({ keepAlive: false })
  const headers = { 'accept-encoding': 'br, gzip', 'accept-language': 'zh', ...(cookie ? { cookie } : {}) }
  const [answer] = (await once(get(url, { agent, headers }), 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode}`)
  return { bytes: answer.socket.bytesRead, text: await unpacked(answer, Buffer.concat(chunks)) }
}

async function unpacked(answer: IncomingMessage, body: Buffer): Promise<string> {
  const { brotliDecompressSync, gunzipSync } = await import('node:zlib')
  const encoding = answer.headers['content-encoding']
  const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body
  return plain.toString('utf8')
}

/** What a first visit loads: the page and all that it names. */
export async function firstVisit(origin: string, path: string): Promise<number> {
  const page = await bytesOf(origin + path)
  const named = [...page.text.matchAll(/<(?:link|script|img)\b[^>]*?\b(?:href|src)="(\/[^"]+)"/g)].map(
    ([, at = '']) => at,
  )
  let sum = page.bytes
  for (const at of new Set(named)) sum += (await bytesOf(origin + at)).bytes
  return sum
}
