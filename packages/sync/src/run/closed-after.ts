/** Does something with what is closed after it. What that fails with tells more than what closing may fail with then. */
export async function closedAfter<Result>(open: { close(): Promise<void> }, act: () => Promise<Result>): Promise<Result> {
  let result: Result
  try {
    result = await act()
  } catch (error) {
    await open.close().catch(() => undefined)
    throw error
  }
  await open.close()
  return result
}
