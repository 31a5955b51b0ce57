/** What a message shows at most of a text that somebody else wrote. */
const SHOWN = 160;

/** The beginning of a text, on one line and without what a terminal would obey. */
export function shortened(text: string, length: number = SHOWN): string {
  const plain = text
    .slice(0, length)
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return text.length > length ? `${plain}...` : plain;
}
