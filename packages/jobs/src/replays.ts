/**
 * One stream made of several that each replay from the start: what has been told is not told again, however much of it
 * a later stream repeats. What comes twice within one stream came twice. After each stream `goOn` decides, told of the
 * error where it broke off.
 */
export async function* withoutReplays<Message>(
  open: () => AsyncIterable<Message>,
  keyOf: (message: Message) => string,
  goOn: (error?: unknown) => Promise<boolean>,
): AsyncIterable<Message> {
  const told = new Map<string, number>();
  let isWanted = true;
  while (isWanted) {
    const again = new Map<string, number>();
    try {
      for await (const message of open()) {
        const key = keyOf(message);
        const count = (again.get(key) ?? 0) + 1;
        again.set(key, count);
        if (count <= (told.get(key) ?? 0)) continue;
        told.set(key, count);
        yield message;
      }
      isWanted = await goOn();
    } catch (error) {
      isWanted = await goOn(error);
    }
  }
}
