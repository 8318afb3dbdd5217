import type { PageOptions } from '@portico/core'
import type { OperationView } from '../connection/client-view.ts'
import { shellWord } from '../describe/shell-word.ts'
import { tell } from '../failure.ts'
import type { Io } from '../io.ts'
import type { Output } from '../terminal/output.ts'
import { createProgress } from '../terminal/progress.ts'
import { DocumentedFailure, itemsDocument } from './page-document.ts'

/** Reads page after page: one line of JSON per item for people, one document with `--json`. */
export async function readEveryPage(
  { io, output }: { readonly io: Io; readonly output: Output },
  { qualifiedName, pages }: { readonly qualifiedName: string; readonly pages: NonNullable<OperationView['pages']> },
  input: unknown,
  call: PageOptions,
): Promise<void> {
  const progress = createProgress(io, output, `${qualifiedName}: first page`)
  const document = output.json ? await itemsDocument(output, qualifiedName) : undefined
  let read = 0
  let items = 0
  let next = call.cursor
  try {
    for await (const page of pages(input, call)) {
      read++
      items += page.items.length
      next = page.next
      if (document) await document.items(page.items)
      else if (page.items.length > 0) await output.write(page.items.map((item) => `${JSON.stringify(item)}\n`).join(''))
      progress.update(`${qualifiedName}: ${count(items, 'item')} of ${count(read, 'page')}`)
    }
    progress.end()
    await document?.end({ pages: read })
    output.note(
      `${output.noteStyle.green('✓')} ${qualifiedName} ${output.noteStyle.dim(`${count(items, 'item')} of ${count(read, 'page')}`)}`,
    )
  } catch (error) {
    progress.end()
    const told = tell(error, io.signal)
    if (told.line !== undefined && next !== undefined)
      output.note(`read ${count(items, 'item')}; go on with --page ${shellWord(next)}`)
    if (!document || told.document === undefined || io.signal.aborted) throw error
    await document.fail(told, { pages: read, next })
    throw new DocumentedFailure(error)
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
