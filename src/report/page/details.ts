/** A part that is closed at first. */
export const details = (title: string, note: string, content: string): string =>
  `<details><summary>${title}${note === '' ? '' : ` <span class="note">${note}</span>`}</summary>${content}</details>`;
