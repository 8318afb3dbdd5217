import { anyText } from '@portico/tools/any-text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { conditionSql } from '../src/condition/condition-sql.ts'
import { parseCondition } from '../src/condition/parse-condition.ts'
import { statedCondition } from '../src/condition/stated-condition.ts'
import { render } from '../src/sql/dialect.ts'
import { postgresDialect } from '../src/sql/postgres-dialect.ts'
import { columnOf } from '../src/sql/column-kind.ts'

const columns = [columnOf('x', 'integer'), columnOf('y', 'integer'), columnOf('name', 'text'), columnOf('active', 'boolean')]

const written = (text: string, parser = 'pandas') =>
  render(conditionSql(statedCondition(text, parser)!, { columns }), postgresDialect)

test.each([
  ['x == 1', '"x" = cast($1 as bigint)', [1]],
  ['x != -2.5', '("x" = cast($1 as numeric)) is not true', [-2.5]],
  ['1 < x <= 5', '("x" > cast($1 as bigint)) and ("x" <= cast($2 as bigint))', [1, 5]],
  ['x>1 & y<2', '("x" > cast($1 as bigint)) and ("y" < cast($2 as bigint))', [1, 2]],
  ['x == 1 or not (y == 2)', '("x" = cast($1 as bigint)) or (("y" = cast($2 as bigint)) is not true)', [1, 2]],
  ['~(x == y)', '("x" = "y") is not true', []],
  ['x != y', '("x" = "y") is not true', []],
  ['name in [\'a\', "b"]', '"name" in (cast($1 as text), cast($2 as text))', ['a', 'b']],
  ['x not in (1, 2)', '("x" in (cast($1 as bigint), cast($2 as bigint))) is not true', [1, 2]],
  ['name in []', 'false', []],
  ['`name`.isnull() and active == True', '("name" is null) and ("active" = cast($1 as boolean))', [true]],
  ['name.notnull()', 'not ("name" is null)', []],
])('pandas: %s', (text, sql, values) => {
  expect(written(text)).toEqual({ text: sql, values })
})

test.each([
  ['col("x") != 3', '"x" <> cast($1 as bigint)', [3]],
  ['col("name").notNull()', 'not ("name" is null)', []],
  ['not col("x") == 3', 'not ("x" = cast($1 as bigint))', [3]],
  ['col("x") > 1 and col("name") == "a"', '("x" > cast($1 as bigint)) and ("name" = cast($2 as text))', [1, 'a']],
])('great_expectations: %s', (text, sql, values) => {
  expect(written(text, 'great_expectations')).toEqual({ text: sql, values })
})

test('a condition built from objects', () => {
  const stated = {
    type: 'or',
    conditions: [
      { type: 'comparison', column: { name: 'x' }, operator: 'IN', parameter: [1, 2] },
      { type: 'nullity', column: { name: 'name' }, is_null: false },
    ],
  }
  expect(render(conditionSql(statedCondition(stated, undefined)!, { columns }), postgresDialect)).toEqual({
    text: '("x" in (cast($1 as bigint), cast($2 as bigint))) or (not ("name" is null))',
    values: [1, 2],
  })
})

test.each([
  ['x == 1; drop table users', 'pandas'],
  ['x', 'pandas'],
  ['1 == 1', 'pandas'],
  ['x == @secret', 'pandas'],
  ['x.str.contains("a")', 'pandas'],
  ['__import__("os").system("ls")', 'pandas'],
  ['x == 1 -- comment', 'pandas'],
  ['x == (1', 'pandas'],
  ['name == "a\\n"', 'pandas'],
  ['x == 1', 'great_expectations'],
  ['col("x")', 'great_expectations'],
  ['x > 1', 'spark'],
  ['x > 1', undefined],
  [{ type: 'pass_through', pass_through_filter: 'x > 1' }, undefined],
  [{ type: 'and', conditions: [] }, undefined],
  [`${'('.repeat(60)}x == 1${')'.repeat(60)}`, 'pandas'],
  [`x == 1${' and x == 1'.repeat(2_000)}`, 'pandas'],
])('%s is refused', (condition, parser) => {
  expect(() => statedCondition(condition, parser)).toThrow(expect.objectContaining({ name: 'ConditionError' }))
})

test('no text of a condition ever reaches the SQL', () => {
  const words = [
    'x',
    'y',
    'name',
    '==',
    '<',
    'and',
    'or',
    'not',
    '(',
    ')',
    'in',
    '[',
    ']',
    ',',
    "'",
    '"',
    '1',
    '-',
    ';',
    '--',
    '/*',
    '\\',
    '`',
    'drop table x',
  ]
  // Near enough to a condition that many of them are one.
  const near = fc
    .tuple(fc.constantFrom('x', '`name`', 'y.isnull()', 'name'), fc.constantFrom('==', '<', 'in', 'and'), anyText())
    .map(([left, operator, right]) => `${left} ${operator} "${right}"`)
  const mixed = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 20 }).map((all) => all.join(' '))
  const text = fc.oneof(near, mixed, anyText({ minLength: 1 }))
  const known =
    /^(?:"(?:x|y|name|active)"|\(|\)| |cast\(\$\d+ as (?:bigint|numeric|text|boolean)\)|and|or|not|in|is|null|true|false|=|<>|<=|>=|<|>|,)*$/
  let read = 0
  fc.assert(
    fc.property(text, (condition) => {
      let statement: string
      try {
        statement = written(condition).text
      } catch (error) {
        return ['ConditionError', 'ExpectationFault'].includes((error as Error).name)
      }
      read++
      return known.test(statement)
    }),
    { numRuns: 3_000 },
  )
  expect(read).toBeGreaterThan(20)
})

test('a quoted text comes back unchanged', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const quoted = `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
      expect(parseCondition(`name == ${quoted}`, 'pandas')).toEqual({ kind: 'compare', column: 'name', operator: '=', to: text })
    }),
  )
})
