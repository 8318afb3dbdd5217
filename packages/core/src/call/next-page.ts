import type { Answer } from '../contract/failure.ts'
import type { Paging } from '../contract/paging.ts'
import { compilePath } from './dotted-path.ts'

export interface PageContext {
  readonly answer: Answer
  readonly items: readonly unknown[]
  readonly input: Readonly<Record<string, unknown>>
  /** The cursor that led here. */
  readonly cursor: string | undefined
  /** Origin and path of this request. */
  readonly url: URL
  /** The fixed path of the origin; it is not part of a cursor. */
  readonly basePath: string
  /** Query parameters that credentials are in: each request gets them anew, and a cursor is kept and handed about. */
  readonly secretQuery: readonly string[]
}

/** The cursor of the next page, undefined on the last. A string that a caller may pass back to the same operation, and no other. */
export type NextPage = (context: PageContext) => string | undefined

/** Thrown when the vendor's paging can't be followed safely; a contract violation. */
export class PagingViolation extends Error {}

export function compileNextPage(paging: Paging, route: string): NextPage {
  switch (paging.by) {
    case 'link':
      return ({ answer, url, secretQuery }) => {
        const next = nextLink(answer.headers['link'])
        if (next === undefined) return undefined
        const target = resolve(next, url, secretQuery)
        // Only the query travels: the path stays the operation's own, whatever the vendor (or a caller's cursor) says.
        return target.search.slice(1)
      }
    case 'cursor': {
      const read = compilePath(paging.from)
      return ({ answer }) => text(read(answer.body))
    }
    case 'last': {
      const more = compilePath(paging.more)
      const field = compilePath(paging.field)
      return ({ answer, items }) => {
        if (more(answer.body) !== true) return undefined
        const last = text(field(items.at(-1)))
        if (last === undefined) throw new PagingViolation(`more items follow, but the last one has no ${paging.field}`)
        return last
      }
    }
    case 'number': {
      const pages = paging.pages === undefined ? undefined : compilePath(paging.pages)
      return ({ answer, items, input, cursor }) => {
        const page = cursor === undefined ? Number(input[paging.to] ?? paging.first) : Number(cursor)
        if (items.length === 0) return undefined
        const last = pages ? Number(pages(answer.body)) : undefined
        if (last !== undefined && !Number.isNaN(last)) return page - paging.first + 1 < last ? String(page + 1) : undefined
        const size = paging.size === undefined ? undefined : Number(input[paging.size])
        return size !== undefined && items.length < size ? undefined : String(page + 1)
      }
    }
    case 'offset': {
      const total = paging.total === undefined ? undefined : compilePath(paging.total)
      return ({ answer, items, input, cursor }) => {
        if (items.length === 0) return undefined
        const next = (cursor === undefined ? Number(input[paging.to] ?? 0) : Number(cursor)) + items.length
        const all = total ? Number(total(answer.body)) : undefined
        return all !== undefined && next >= all ? undefined : String(next)
      }
    }
    case 'url': {
      const read = compilePath(paging.from)
      const allowed = pathPattern(paging.path ?? route.slice(route.indexOf('/')))
      return ({ answer, items, url, basePath, secretQuery }) => {
        const next = text(read(answer.body))
        if (next === undefined || (paging.untilEmpty && items.length === 0)) return undefined
        const target = resolve(next, url, secretQuery)
        const path = target.pathname.startsWith(basePath) ? target.pathname.slice(basePath.length) : ''
        if (!allowed.test(path)) throw new PagingViolation(`the next page lies outside the operation: ${target.pathname}`)
        return path + target.search
      }
    }
  }
}

/** Whether a cursor that a caller gives back may be used for this operation. */
export function cursorIsValid(paging: Paging, route: string, cursor: string): boolean {
  if (cursor.length === 0 || cursor.length > 8_192) return false
  if (paging.by === 'number' || paging.by === 'offset') return /^\d{1,15}$/.test(cursor)
  if (paging.by !== 'url') return true
  const base = new URL('https://origin.invalid')
  if (!cursor.startsWith('/') || !URL.canParse(cursor, base.href)) return false
  const target = new URL(cursor, base)
  return target.origin === base.origin && pathPattern(paging.path ?? route.slice(route.indexOf('/'))).test(target.pathname)
}

function pathPattern(template: string): RegExp {
  const source = template
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{\\\+[^}]+\}/g, '.+')
    .replaceAll(/\{[^}]+\}/g, '[^/]+')
  return new RegExp(`^${source}$`)
}

function resolve(next: string, url: URL, secretQuery: readonly string[]): URL {
  const target = URL.canParse(next, url.href) ? new URL(next, url) : undefined
  if (!target || target.origin !== url.origin) throw new PagingViolation('the next page lies on another origin')
  // Deleting writes the whole query anew, so only where there is something to delete.
  for (const name of secretQuery) if (target.searchParams.has(name)) target.searchParams.delete(name)
  return target
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' ? String(value) : undefined
}

/** RFC 8288: the target of the link whose relations include `next`. */
function nextLink(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  for (const match of header.matchAll(/<([^>]*)>((?:[^",]|"(?:[^"\\]|\\.)*")*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(match[2]!)
    const names = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/)
    if (names.includes('next')) return match[1]
  }
  return undefined
}
