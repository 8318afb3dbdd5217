import type { github } from '@portico/connector-github'
import type { ClientOf } from '@portico/core'
import { scene, tell, tellReceipt } from '../narrator.ts'

/** Only reads: `--live` runs them on the real vendor too. */
export async function readWithPaging(client: ClientOf<typeof github>): Promise<void> {
  scene('A read, page by page')
  const names: string[] = []
  for await (const page of client.listRepositories.pages({ per_page: 2 })) {
    tell(`a page of ${page.items.length}: ${page.items.map(({ full_name }) => full_name).join(', ')}`)
    names.push(...page.items.map(({ name }) => name))
    if (names.length >= 6) break
  }
  const { receipt } = await client.getViewer.detailed({})
  tellReceipt(receipt)
}
