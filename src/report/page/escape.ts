const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is safe between tags and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** JSON that is safe inside a script element: no `<` means no end tag and no comment. */
export const escapeJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/**
 * A script that is safe inside a script element. `</script` ends the element and `<!--` changes how its end is found,
 * even in the middle of a string; in strings and regular expressions, where alone they occur, a backslash is harmless.
 */
export const escapeScript = (script: string): string =>
  script.replaceAll(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '<\\!--');
