import assert from 'node:assert/strict'
import type { Paging } from '@portico/core'
import { withValueAt } from '../facts/value-at.ts'
import { pageWithNext, pageWithoutNext } from '../faults/page-with-next.ts'
import { isForm, isJson } from '../recording/content.ts'
import { callOf, settle } from '../replay/invoke.ts'
import { replay } from '../replay/replay.ts'
import type { Sent } from '../replay/scripted-transport.ts'
import { firstPage, type OperationCheck } from './check.ts'

/** The input governs every page: without this check, a filter that page 2 dropped would go unnoticed. */
export const nextPageChecks: readonly OperationCheck[] = [
  {
    name: 'the next page is asked for as the first one was',
    applies: (_, { definition: { page } }) => page !== undefined && !(page.by === 'url' && page.path !== undefined),
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const { page, examples } = operation.definition
      const first = pageWithNext(subject, operation, recording)
      const last = pageWithoutNext(subject, operation, recording)
      const session = replay(subject, recording)
      for (const example of examples) {
        session.play(recording, { instead: (_, index) => (index === 0 ? first : last) })
        const { error } = await settle(async () => {
          let pages = 0
          for await (const _ of session.client[operation.name]!.pages(example, callOf(recording))) {
            if (++pages === 2) break
          }
          return { receipts: [] }
        })
        if (error) throw error
        const [one, two] = session.sent.map((sent) => besidePosition(page!, sent))
        assert.deepEqual(two, one, `page 2 of ${JSON.stringify(example)}`)
      }
    },
  },
]

/** A request without its page position. */
function besidePosition(page: Paging, { method, path, headers, body }: Sent): unknown {
  const position = page.by === 'link' || page.by === 'url' ? page.position : [page.to]
  const mark = path.indexOf('?')
  const without = (query: string): string[][] => [...new URLSearchParams(query)].filter(([name]) => !position.includes(name))
  const place = mark === -1 ? { path, query: [] } : { path: path.slice(0, mark), query: without(path.slice(mark + 1)) }
  const text = Buffer.from(body ?? []).toString()
  if (isForm(headers)) return { method, ...place, body: without(text) }
  if (!isJson(headers) || text === '') return { method, ...place, body: text }
  return { method, ...place, body: position.reduce<unknown>((at, to) => withValueAt(at, to.split('.'), 0), JSON.parse(text)) }
}
