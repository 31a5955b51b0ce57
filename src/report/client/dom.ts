type Child = Node | string | null;

/** Makes an element. Text is always text here, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The element of the page with an id, which the page was written to have. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as E;
}

/** Reads one of the page's JSON data blocks. */
export const dataBlock = (id: string): unknown => JSON.parse(byId(id).textContent ?? '');

/** Lets the browser draw and answer before more is computed. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
