import { demoPassword } from '../../server/accounts/pages.ts'

/** A person of the cast who is signed in: the cookies, and the token of the forms. */
export type SignedInAs = { readonly cookie: string; readonly token: string }

const tokenIn = (page: string): string => /<meta name="csrf" content="([^"]+)">/.exec(page)?.[1] ?? ''

/** Signs in as a person does. */
export async function signIn(origin: string, name: string): Promise<SignedInAs> {
  const form = await fetch(`${origin}/sign-in`, { headers: { 'accept-language': 'zh' } })
  const jar = new Map<string, string>()
  const keep = (answer: Response) => {
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair)
    }
  }
  const cookie = () => [...jar.values()].join('; ')
  keep(form)
  const body = new URLSearchParams({
    _csrf: tokenIn(await form.text()),
    signInName: name,
    password: demoPassword,
  })
  const headers = { cookie: cookie(), 'accept-language': 'zh' }
  const answer = await fetch(`${origin}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })
  if (answer.status !== 303) throw new Error(`${name} could not sign in: ${answer.status}`)
  keep(answer)
  const page = await fetch(`${origin}/account`, { headers: { cookie: cookie(), 'accept-language': 'zh' } })
  keep(page)
  return { token: tokenIn(await page.text()), cookie: cookie() }
}
