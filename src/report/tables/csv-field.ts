/** A field of a CSV file by RFC 4180: in quotes where it could be taken for something else. */
export const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
