import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { nearest } from '../src/config/nearest.ts'
import { valueCode } from '../src/describe/example-code.ts'
import { bytes, time } from '../src/describe/quantity.ts'
import { shellWord } from '../src/describe/shell-word.ts'
import { schemaFields, typeOf } from '../src/describe/schema-fields.ts'
import { between, betweenOrAtEnd, fenced, prose, table } from '../src/markdown/text.ts'
import { createStyle } from '../src/terminal/style.ts'
import { jsonText, paintJson } from '../src/terminal/json-text.ts'
import { alignedRows } from '../src/terminal/table.ts'
import { oneLine, wrapped } from '../src/terminal/text.ts'

test('the suggested name is a similar one', () => {
  const names = ['createIssue', 'closeIssue', 'listIssues', 'getViewer']
  expect(nearest('creatIssue', names)).toBe('createIssue')
  expect(nearest('lsitIssues', names)).toBe('listIssues')
  expect(nearest('viewer', names)).toBe('getViewer')
  expect(nearest('CREATEISSUE', names)).toBe('createIssue')
  expect(nearest('refund', names)).toBeUndefined()
})

test('times and sizes are shown in the unit that fits', () => {
  expect([250, 1_500, 80_000, 180_000, 3_600_000, 86_400_000].map(time)).toEqual([
    '250 ms',
    '1.5 s',
    '80 s',
    '3 min',
    '1 h',
    '24 h',
  ])
  expect([100, 2_048, 8_388_608].map(bytes)).toEqual(['100 B', '2 KiB', '8 MiB'])
})

test('an example is TypeScript that gives the same value', () => {
  const value = {
    plain: 'a "b"',
    quote: "it's",
    'odd-name': [1, null, true],
    nested: { deep: 'x'.repeat(120) },
    newline: 'a\nb\\',
  }
  expect(runInNewContext(`(${valueCode(value)})`)).toEqual(value)
})

test('a shell word is quoted where the shell would interpret it', () => {
  expect(['abc-1', 'a b', "it's", '$(x)', ''].map(shellWord)).toEqual(['abc-1', "'a b'", String.raw`'it'\''s'`, "'$(x)'", "''"])
})

test('a schema’s fields are rows, inner ones after the one that holds them', () => {
  const schema = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
      state: { enum: ['open', 'closed'], default: 'open' },
      owner: { anyOf: [{ $ref: '#/$defs/Owner' }, { type: 'null' }] },
      labels: { type: 'array', maxItems: 1, items: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
      metadata: { type: 'object', additionalProperties: { type: 'string' } },
    },
    $defs: { Owner: { type: 'object', properties: { login: { type: 'string', minLength: 1, maxLength: 1 } } } },
  }
  expect(schemaFields(schema).map(({ path, type, required, note }) => [path, type, required, note])).toEqual([
    ['id', 'integer', true, ''],
    ['state', "'open' | 'closed'", false, "default 'open'"],
    ['owner', 'object | null', false, ''],
    ['owner.login', 'string', false, '1 character'],
    ['labels', '(string | number)[]', false, 'at most 1 item'],
    ['metadata', 'record of string', false, ''],
  ])
  expect(typeOf({ type: 'string', contentEncoding: 'base64' })).toBe('file')
})

test('Markdown shows any text as it is', () => {
  expect(table(['a'], [['x|y\nz']])).toBe('| a |\n| --- |\n| x\\|y z |')
  expect(fenced('ts', '```')).toBe('````ts\n```\n````')
  expect(prose('a_b *c* <d> _e_')).toBe(String.raw`a_b \*c\* \<d> \_e\_`)
  expect(between('1\n<!-- x:start -->\nold\n<!-- x:end -->\n2', 'x', 'new', 'f')).toBe(
    '1\n<!-- x:start -->\nnew\n<!-- x:end -->\n2',
  )
  expect(() => between('nothing', 'x', 'new', 'README.md')).toThrow(
    'README.md: add the lines <!-- x:start --> and <!-- x:end -->',
  )
})

test('a generated part without a place gets one at the end, and is found there the next time', () => {
  const once = betweenOrAtEnd('# Title\n', 'x', 'one', 'README.md')
  expect(once).toBe('# Title\n\n<!-- x:start -->\none\n<!-- x:end -->\n')
  expect(betweenOrAtEnd(once, 'x', 'two', 'README.md')).toBe(once.replace('one', 'two'))
  expect(() => betweenOrAtEnd('<!-- x:start -->', 'x', 'one', 'README.md')).toThrow('README.md: add the lines')
})

test('rows are aligned by visible width; the last column is cut or wrapped', () => {
  const style = createStyle(true)
  const rows = [
    [style.bold('a'), 'one two three four five six'],
    ['bcd', 'x'],
  ]
  expect(alignedRows(rows, { width: 30, last: 'cut' })).toEqual([`${style.bold('a')}    one two three four five…`, 'bcd  x'])
  expect(alignedRows(rows, { width: 30, last: 'wrap' })).toEqual([
    `${style.bold('a')}    one two three four five`,
    '     six',
    'bcd  x',
  ])
  expect(wrapped('averyveryverylongword b', 5)).toEqual(['averyveryverylongword', 'b'])
})

test('painted JSON reads the same', () => {
  const text = JSON.stringify({ key: 'a "quoted": 1, true', number: -1.5e3, flag: null, list: ['x'] }, undefined, 2)
  // oxlint-disable-next-line no-control-regex
  expect(paintJson(text, createStyle(true)).replaceAll(/\u001b\[\d+m/g, '')).toBe(text)
  expect(paintJson(text, createStyle(false))).toBe(text)
})

test('JSON shows by its number what a terminal acts on, or a person would read as something else', () => {
  const hostile = {
    to: 'acme\u202Etnuocca\u202C',
    note: 'x\u009b2J\u200By',
    tags: 'pay\u{E0068}\u{E0069}\u00AD',
    name: 'مطبعة \u{1F468}\u200D\u{1F4BB}',
  }
  const shown = jsonText(hostile, createStyle(false))
  expect(JSON.parse(shown)).toEqual(hostile)
  expect(shown).toContain(String.raw`acme\u202etnuocca\u202c`)
  expect(shown).toContain(String.raw`x\u009b2J\u200by`)
  expect(shown).toContain(String.raw`pay\udb40\udc68\udb40\udc69\u00ad`)
  expect(shown).toContain(hostile.name)
})

test('text from elsewhere can’t move the cursor, add a line or turn what follows', () => {
  expect(oneLine('pay 10 \u202E001 ot\u2066')).toBe('pay 10 001 ot')
  expect(oneLine('a\r\nb\u001b[2J\u009b31mc\u2028d')).toBe('a bc d')
})
