import { catalogOf } from '@portico/core/streams'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { channels, messages, slackSource } from '../src/streams/index.ts'

test('only messages have a time that Slack filters by', () => {
  const shown = catalogOf(slackSource).map(({ name, modes, cursorField, parent }) => [name, modes.at(-1), cursorField, parent])
  expect(shown).toEqual([
    ['channels', 'full_refresh', undefined, undefined],
    ['users', 'full_refresh', undefined, undefined],
    ['messages', 'incremental', 'ts', 'channels'],
  ])
})

test('public channels unless others are chosen, each kind once', () => {
  const { settings, slices } = channels.definition
  const slicesOf = (chosen: object) => slices!(z.parse(settings as z.ZodType, chosen))
  expect(slicesOf({})).toEqual([{ types: 'public_channel' }])
  expect(slicesOf({ kinds: ['im', 'private_channel', 'im'] })).toEqual([{ types: 'im' }, { types: 'private_channel' }])
})

test.each([
  [{ id: 'C024BE91L', is_member: true }, { channel: 'C024BE91L' }],
  [{ id: 'D024BE91L', is_im: true }, { channel: 'D024BE91L' }],
  [{ id: 'G024BE91L', is_mpim: true }, { channel: 'G024BE91L' }],
  [{ id: 'C024BE91M', is_member: false }, undefined],
])('%o is read only where the bot may', (channel, slice) => {
  expect(messages.definition.parent!.slice(channel)).toEqual(slice)
})
