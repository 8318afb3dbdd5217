/** As much of a browser as a login needs: cookies, redirects, and the one form of a page. */
export class Browser {
  readonly #cookies = new Map<string, string>()

  /** Follows redirects until one leads to `target`, and gives that URL: where a person's browser would end up. */
  async until(url: string, target: string): Promise<string> {
    for (let next = url, hops = 0; hops < 10; hops += 1) {
      if (next.startsWith(target)) return next
      const response = await this.request(next)
      const location = response.headers.get('location')
      if (location === null) throw new Error(`${next} answered ${response.status} and leads nowhere: ${await response.text()}`)
      next = new URL(location, next).href
    }
    throw new Error('too many redirects')
  }

  /** Opens a page, following redirects. */
  async open(
    url: string,
    init: RequestInit = {},
  ): Promise<{ readonly url: string; readonly status: number; readonly html: string }> {
    const response = await this.request(url, init)
    const location = response.headers.get('location')
    if (location !== null) return this.open(new URL(location, url).href)
    return { url, status: response.status, html: await response.text() }
  }

  /** Sends the page's form with its hidden fields. */
  submit(page: { readonly url: string; readonly html: string }): ReturnType<Browser['open']> {
    const action = /<form[^>]*action="([^"]+)"/.exec(page.html)?.[1]
    if (action === undefined) throw new Error(`no form in ${page.html}`)
    const hidden: [string, string][] = [...page.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]): [string, string] => [name!, value!],
    )
    return this.open(new URL(action, page.url).href, { method: 'POST', body: new URLSearchParams(hidden) })
  }

  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';', 1)[0]!.split(/=(.*)/s)
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }
}
