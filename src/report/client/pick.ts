import type { Charts } from './charts.ts';

/** Picks one policy out in the legend, the tables and all charts; none if undefined. */
export function pick(charts: Charts, policy: string | undefined): void {
  for (const button of document.querySelectorAll<HTMLElement>('button[data-policy]')) {
    button.setAttribute('aria-pressed', String(button.dataset['policy'] === policy));
  }
  for (const row of document.querySelectorAll<HTMLElement>('tr[data-policy]')) {
    row.classList.toggle('picked', row.dataset['policy'] === policy);
  }
  charts.pick(policy);
}
