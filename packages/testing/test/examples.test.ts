import { bearer, defineVendor } from '@portico/core'
import { compileConnector } from '@portico/core/definition'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { exampleChecks, otherCompilation } from '../src/checks/examples.ts'
import { subjectWith } from '../src/replay/subject.ts'

function checkOf(examples: readonly object[]) {
  const vendor = defineVendor({
    id: 'letters',
    title: { en: 'Letters', ar: 'حروف' },
    vendorVersion: '1',
    origins: { api: 'https://api.letters.example' },
    auth: { token: bearer() },
    failures: { codes: {}, read: () => ({}) },
    defaults: { timeoutMs: 1_000, sensitivity: 'S1', retry: { attempts: 2 } },
    facts: { source: 'https://letters.example', verifiedAt: '2026-11-24' },
  })
  const getLetter = vendor.query('GET /letters/{letter}', {
    title: { en: 'A letter', ar: 'حرف' },
    summary: 'One letter.',
    input: z.object({ letter: z.string(), style: z.object({ bold: z.boolean().optional() }).optional() }),
    output: z.object({ letter: z.string() }),
    examples: examples as never,
  })
  const connector = vendor.connector({ version: '1.0.0', operations: { getLetter } })
  const subject = subjectWith(connector, { credentials: { token: 'planted-token-of-the-kit' }, recordings: [] })
  return exampleChecks(subject, compileConnector(connector).operations['getLetter']!, otherCompilation(connector))[0]!.run()
}

test('an example that is not valid is named', async () => {
  await expect(checkOf([{ letter: 7, style: { bold: true } }])).rejects.toThrow('example 1 is not valid')
})

test('an optional field that no example has is named', async () => {
  await expect(checkOf([{ letter: 'a', style: {} }])).rejects.toThrow(/style\.bold/)
  await expect(checkOf([{ letter: 'a' }, { letter: 'a', style: { bold: true } }])).resolves.toBeUndefined()
})
