import type { Told } from '../failure.ts'
import type { Output } from '../terminal/output.ts'

/** A failure that is already in the command's document. */
export class DocumentedFailure extends Error {
  override readonly name = 'DocumentedFailure'
  constructor(cause: unknown) {
    super('the failure is in the document', { cause })
  }
}

/**
 * One JSON document of items that arrive one by one: each is written at once, so that a hundred thousand items need no memory,
 * and a failure half way still completes the document.
 */
export interface ItemsDocument {
  items(items: readonly unknown[]): Promise<void>
  end(facts: { readonly pages?: number; readonly next?: string | undefined }): Promise<void>
  fail(told: Told, facts: { readonly pages?: number; readonly next?: string | undefined }): Promise<void>
}

export async function itemsDocument(output: Output, operation: string): Promise<ItemsDocument> {
  let written = 0
  await output.write(`{\n  "operation": ${JSON.stringify(operation)},\n  "items": [`)
  const close = async (facts: Readonly<Record<string, unknown>>): Promise<void> => {
    const rest = JSON.stringify(facts, undefined, 2).slice(2)
    await output.write(`${written > 0 ? '\n  ' : ''}],\n${rest}\n`)
  }
  return {
    async items(items) {
      if (items.length === 0) return
      const lines = items.map((item) => `\n    ${JSON.stringify(item)}`)
      await output.write(`${written > 0 ? ',' : ''}${lines.join(',')}`)
      written += items.length
    },
    end: (facts) => close({ complete: true, ...facts }),
    fail: (told, facts) => close({ complete: false, ...facts, error: { exitCode: told.exitCode, ...told.document } }),
  }
}
